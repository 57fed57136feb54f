const { LAYERS, PACKAGES, SERVER_READS, FUNCTIONS_READ } = require('./tests/architecture/layers.cjs');

const layers = Object.keys(LAYERS);
const anyOf = (names) => `(?:${names.join('|')})`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers.map((layer) => ({
      name: `${layer}-imports-only-its-list`,
      severity: 'error',
      from: { path: `^src/${layer}/` },
      to: { path: '^(?:src|supabase|tests)/', pathNot: `^src/${anyOf([layer, ...LAYERS[layer]])}/` },
    })),
    {
      name: 'every-file-has-a-layer',
      comment: 'A file of src lies in one of the layers of tests/architecture/layers.cjs.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: `^src/${anyOf(layers)}/` },
    },
    {
      name: 'every-importer-has-a-layer',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/${anyOf(layers)}/` },
      to: {},
    },
    {
      name: 'features-stay-apart',
      severity: 'error',
      from: { path: '^src/features/([^/]+/[^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'server-and-tests-stay-out-of-the-app',
      comment: 'The local server reads what SERVER_READS lists, never screens or stores.',
      severity: 'error',
      from: { path: '^supabase/' },
      to: { path: '^(?:src|tests)/', pathNot: `^${anyOf(SERVER_READS)}` },
    },
    {
      name: 'functions-read-only-the-rules',
      comment: 'A function is deployed by itself: it knows src/domain, _shared, and no other function.',
      severity: 'error',
      from: { path: '^supabase/functions/([^/]+)/' },
      to: { path: '^(?:src|supabase|tests)/', pathNot: `^${anyOf([...FUNCTIONS_READ, 'supabase/functions/$1/'])}` },
    },
    {
      name: 'functions-are-only-called',
      comment: 'Whoever wants something of a function sends it a request.',
      severity: 'error',
      from: { path: '^(?:src|supabase|tests)/', pathNot: '^supabase/functions/' },
      to: { path: '^supabase/functions/' },
    },
    ...Object.entries(PACKAGES).map(([name, allowed]) => ({
      name: `${name.replace(/[^a-z-]+/g, '')}-stays-in-its-layers`,
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/${anyOf(allowed)}/` },
      to: { path: `node_modules/${name}(?:/|$)` },
    })),
    ...['domain', 'contract'].map((layer) => ({
      name: `${layer}-needs-few-packages`,
      severity: 'error',
      from: { path: `^src/${layer}/` },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'core'],
        pathNot: `node_modules/${anyOf(Object.keys(PACKAGES).filter((name) => PACKAGES[name].includes(layer)))}(?:/|$)`,
      },
    })),
    // Types alone may name each other.
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'imports-exist',
      severity: 'error',
      from: { path: '^(?:src|supabase|tests)/' },
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'the-app-ships-no-development-tools',
      comment: 'src/app/build runs in Vite and is not shipped.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app/build/|\\.test\\.tsx?$' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'core'],
        pathNot: 'node_modules/(?:@types|vite|vite-plugin-pwa)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
