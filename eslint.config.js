import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const TEST =
  ':matches(CallExpression[callee.name=/^(it|test)$/], CallExpression[callee.callee.object.name=/^(it|test)$/])';
const EXPECT = "CallExpression[callee.name='expect']";
const conditional =
  'State what is expected in each case as a value: an expectation that may be left out tests nothing.';

/** What a test can pass by without having tested anything. */
const MAY_PASS_WITHOUT_TESTING = [
  { selector: `IfStatement ${EXPECT}`, message: conditional },
  { selector: `ConditionalExpression > .consequent ${EXPECT}`, message: conditional },
  { selector: `ConditionalExpression > .alternate ${EXPECT}`, message: conditional },
  { selector: `LogicalExpression > .right ${EXPECT}`, message: conditional },
  { selector: `CatchClause ${EXPECT}`, message: 'Use `await expect(…).rejects`, which fails where nothing is thrown.' },
  {
    selector: `CallExpression[callee.property.name='catch'] ${EXPECT}`,
    message: 'Use `await expect(…).rejects`, which fails where nothing is thrown.',
  },
  {
    // A handler of the browser's requests is no part of the test's own steps.
    selector: `${TEST} ReturnStatement[argument=null]:not(CallExpression[callee.property.name='route'] *)`,
    message: 'What follows is not tested: use fc.pre in a property, and `defined` for what must be there.',
  },
  { selector: `${TEST} ContinueStatement`, message: 'Filter what is looped over: what follows is not tested.' },
  {
    selector:
      "CallExpression[callee.property.name='toBeDefined'] > MemberExpression > CallExpression > CallExpression[callee.property.name=/^query/]",
    message: 'A query that finds nothing answers null, which is defined.',
  },
  {
    selector: `MemberExpression[property.name='not'] > ${EXPECT} > ChainExpression`,
    message: 'A value that is missing passes as well: use `defined`.',
  },
  {
    selector: `CallExpression[callee.property.name=/^toBe(Undefined|Falsy)$/] > MemberExpression > ${EXPECT} > ChainExpression`,
    message: 'A value that is missing passes as well: use `defined`.',
  },
];

const HANDLER = '/^on(Submit|Click|Confirm|Select|Action|Toggle|Choose|Retry)$/';
const HANDLER_MESSAGE = 'Return the promise: what is awaited runs once until it has ended (ui/use-action.ts).';

/** Forms and buttons that could run an action twice. */
const BYPASSES_ACTIONS = [
  { selector: "JSXOpeningElement[name.name='form']", message: 'Use ui/Form.tsx, which submits once.' },
  { selector: "JSXOpeningElement[name.name='button']", message: 'Use ui/Button.tsx, whose actions run once.' },
  { selector: `JSXAttribute[name.name=${HANDLER}] UnaryExpression[operator='void']`, message: HANDLER_MESSAGE },
  { selector: `Property[key.name=${HANDLER}] UnaryExpression[operator='void']`, message: HANDLER_MESSAGE },
];

export default defineConfig(
  globalIgnores([
    'dist/',
    'source-maps/',
    '.cadence/',
    'playwright-report/',
    'test-results/',
    'src/contract/database.types.ts',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // React takes async handlers; what they throw is caught where it is thrown.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // Products say what happened on screen, not on the console.
      'no-console': ['error', { allow: ['warn', 'error'] }],
      // TanStack Table and Virtual keep their own state; nothing here is compiled by the React Compiler.
      'react-hooks/incompatible-library': 'off',
    },
  },
  {
    files: ['src/{app,features,shared}/**/*.{ts,tsx}'],
    rules: {
      // What a person triggers runs once until it has ended; only these parts see to that.
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@mantine/core',
              importNames: ['ActionIcon', 'Button', 'UnstyledButton'],
              message: 'Use ui/Button.tsx, whose actions run once until they have ended.',
            },
            {
              name: '@tanstack/react-query',
              importNames: ['useMutation'],
              message: 'Use shared/errors/use-action-mutation.ts, which runs once until it has ended.',
            },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...BYPASSES_ACTIONS],
    },
  },
  { files: ['src/shared/errors/use-action-mutation.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      // Pure rules: time and chance are arguments.
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The domain has no clock: take the instant as an argument.' },
        { object: 'Math', property: 'random', message: 'The domain has no dice: take the number as an argument.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'The domain has no clock: take the instant as an argument.',
        },
      ],
    },
  },
  {
    files: ['tests/**/*.{test,spec}.{ts,tsx}', 'tests/sync/contract.ts'],
    rules: { 'no-restricted-syntax': ['error', ...MAY_PASS_WITHOUT_TESTING] },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.recommended, tseslint.configs.disableTypeChecked],
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
