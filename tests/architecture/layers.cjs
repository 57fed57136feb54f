/**
 * Who may import whom. An import between layers that is not listed here fails the build; so does a
 * file of src outside every layer. dependency-cruiser is configured in .dependency-cruiser.cjs.
 */
const LAYERS = {
  domain: [],
  contract: ['domain'],
  store: ['contract', 'domain'],
  api: ['contract', 'domain'],
  // It gets its transport from app, and never imports api.
  sync: ['store', 'contract', 'domain'],
  data: ['store', 'api', 'contract', 'domain'],
  ui: ['domain'],
  shared: ['data', 'sync', 'store', 'api', 'contract', 'domain', 'ui'],
  // Never another feature: routes in app bring them together.
  features: ['shared', 'data', 'sync', 'store', 'api', 'contract', 'domain', 'ui'],
  app: ['features', 'shared', 'data', 'sync', 'store', 'api', 'contract', 'domain', 'ui'],
};

/** Packages that only some layers may import. `domain` and `contract` import none that does not name them. */
const PACKAGES = {
  uuid: ['domain', 'store', 'sync', 'features'],
  'lossless-json': ['domain', 'features'],
  zod: ['contract', 'api', 'data', 'shared', 'features', 'app'],
  '@supabase/supabase-js': ['api'],
  // api stores the last responses to an admin's queries, which are in no person's own database.
  dexie: ['store', 'data', 'sync', 'api'],
  'dexie-react-hooks': ['store'],
  '@mantine/[^/]+': ['ui', 'shared', 'features', 'app'],
  '@tanstack/react-query': ['api', 'data', 'shared', 'features', 'app'],
};

/** What the local server reads of the app: the rules, the wire, the key that it accepts, and what every host sends. */
const SERVER_READS = ['src/domain/', 'src/contract/', 'src/api/config.ts', 'src/app/build/hosting/rules.ts'];

/** What an edge function may import besides its own files: the rules, and what all functions share. */
const FUNCTIONS_READ = ['src/domain/', 'supabase/functions/_shared/'];

module.exports = { LAYERS, PACKAGES, SERVER_READS, FUNCTIONS_READ };
