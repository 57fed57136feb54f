/**
 * Who may import whom. An import between rooms that is not listed here fails the build; so does a
 * file of src outside every room. dependency-cruiser is told in .dependency-cruiser.cjs.
 */
const ROOMS = {
  domain: [],
  contract: ['domain'],
  store: ['contract', 'domain'],
  remote: ['contract', 'domain'],
  // It is handed a transport by app, and never reaches for remote.
  sync: ['store', 'contract', 'domain'],
  ui: ['domain'],
  // Never another feature: routes in app bring them together.
  features: ['sync', 'store', 'remote', 'contract', 'domain', 'ui'],
  app: ['features', 'sync', 'store', 'remote', 'contract', 'domain', 'ui'],
};

/** Packages that only some rooms may know. `domain` and `contract` know nothing that does not name them. */
const PACKAGES = {
  uuid: ['domain', 'store', 'sync', 'features'],
  zod: ['contract', 'remote', 'features', 'app'],
  '@supabase/supabase-js': ['remote'],
  // remote keeps the last answers to an admin's questions, which are in no person's own database.
  dexie: ['store', 'sync', 'remote'],
  'dexie-react-hooks': ['store'],
  '@mantine/[^/]+': ['ui', 'features', 'app'],
  '@tanstack/react-query': ['remote', 'features', 'app'],
};

/** What the local server reads of the app: the rules, the wire, and the key it must answer to. */
const SERVER_READS = ['src/domain/', 'src/contract/', 'src/remote/config.ts'];

/** What an edge function may import besides its own files: the rules, and what all functions share. */
const FUNCTIONS_READ = ['src/domain/', 'supabase/functions/_shared/'];

module.exports = { ROOMS, PACKAGES, SERVER_READS, FUNCTIONS_READ };
