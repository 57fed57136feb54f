import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanEmail, isEmailAddress } from '../../../src/domain/values/email.ts';
import { startBackend, type TestBackend } from '../../fixtures/backend/backend.ts';

let backend: TestBackend;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

const inSql = (expression: string, texts: readonly string[]) =>
  backend
    .sql<{ result: unknown }>(
      `select ${expression} as result from jsonb_array_elements_text($1::jsonb) with ordinality v (x, n) order by n`,
      JSON.stringify(texts),
    )
    .then((rows) => rows.map(({ result }) => result));

/** Texts of what addresses are made of, and of what surrounds and spoils them. */
const piece = fc.constantFrom(
  ...[
    'ben',
    'BEN',
    'anna.lee',
    'x',
    'a'.repeat(64),
    '@',
    '.',
    '..',
    '-',
    '_',
    '+',
    "'",
    '!',
    '{',
    '}',
    'example',
    'com',
  ],
  ...[
    'example.com',
    'b.co',
    'xn--bcher-kva.example',
    '10',
    'a'.repeat(63),
    `${'b.'.repeat(120)}com`,
    'mailto:',
    'MAILTO:',
  ],
  ...['<', '>', '(', ')', '[', ']', '"', ',', ';', ':', '?', '?subject=a', ' ', '\t', '\u00a0', '\u200b', '\u00fc'],
  ...['\u212a', 'e\u0301', '\uff20', '\ud83d\ude00'],
);
const randomText = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
const decorated = fc
  .tuple(
    fc.constantFrom('', '<', 'mailto:', 'Ben <', '"', ' ('),
    randomText,
    fc.constantFrom('', '>', '>;', '.', '"', ') ', '?a=b'),
  )
  .map(([before, middle, after]) => `${before}ben${middle}@example.com${after}`);

test('SQL and TypeScript find the same address in every text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(randomText, decorated), { minLength: 60, maxLength: 60 }), async (texts) => {
      expect(await inSql('private.clean_email(x)', texts)).toEqual(texts.map(cleanEmail));
      expect(await inSql('private.is_email_address(x)', texts)).toEqual(texts.map(isEmailAddress));
    }),
    { numRuns: 20 },
  );
});

test('what is cleaned is an address, and stays as it is when it is cleaned again', () => {
  fc.assert(
    fc.property(decorated, (text) => {
      const address = cleanEmail(text);
      fc.pre(address !== null);
      expect(isEmailAddress(address)).toBe(true);
      expect(cleanEmail(address)).toBe(address);
    }),
  );
});
