import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formulasIn } from '../../fixtures/spreadsheets.ts';
import { toCsv } from '../../../src/shared/files/csv.ts';
import { searchTerms } from '../../../src/domain/values/fold.ts';
import { excerpt, highlight } from '../../../src/features/work/search/highlight.ts';

describe('CSV', () => {
  test('has a header line, quotes where needed, and a UTF-8 byte order mark', async () => {
    const csv = await toCsv([{ title: 'Åsa, "the boss"', notes: 'two\nlines', duration: null, metadata: { a: 1 } }]);
    expect(csv).toBe('\uFEFFtitle,notes,duration,metadata\r\n"Åsa, ""the boss""","two\nlines",,"{""a"":1}"');
  });

  const sign = fc.constantFrom(...Array.from('=+-@＝＋－＠﹦﹢﹣﹫−%|'));
  const padding = fc.constantFrom(
    '',
    ' ',
    '\u00a0',
    '\u3000',
    '\u200b',
    '\ufeff',
    '\t',
    '\n',
    '\r\n',
    '"',
    '"\n',
    '\u0000',
    '\u2060 ',
  );
  const hostile = fc
    .array(
      fc.oneof(
        padding,
        sign,
        fc.constantFrom('1', 'A1', 'SUM(A1:A9)', ';', ',', '\n', '\r', '""', "cmd|' /C calc'!A0", 'x'),
        fc.string(),
      ),
    )
    .map((parts) => parts.join(''));

  test('has no cell that a spreadsheet would compute, whatever the texts and the names of columns are', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (name, text, other) => {
        const csv = await toCsv([{ title: 'x', [name]: text, metadata: { [other]: other } }]);
        expect(formulasIn(csv.slice(1))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  test.each([
    '=1+1\n',
    ' =1+1',
    '\u00a0=1+1',
    '＝1+1',
    '\n=1+1',
    '\r\n=1+1',
    'a\n=1+1',
    'a";=1+1',
    '+1-555-0148',
    '-2',
    '@SUM(A1)',
    '\tx=1\t=2',
  ])('contains %j so that it cannot run as a formula', async (text) => {
    expect(formulasIn(`title\r\n"${text.replaceAll('"', '""')}"`)).not.toEqual([]);
    expect(formulasIn((await toCsv([{ title: text }])).slice(1))).toEqual([]);
  });

  test.each(['+1 555 0148', '+46 8 123 45 67', '555-0148', 'a = b', '1+1', 'mail@example.com', 'O’Brien', '50 %'])(
    'leaves %j readable',
    async (text) => {
      expect(await toCsv([{ text }])).toBe(`\uFEFFtext\r\n${text}`);
    },
  );

  test('keeps negative numbers numbers', async () => {
    expect(await toCsv([{ change: -5 }])).toBe('\uFEFFchange\r\n-5');
  });

  test('has a column for a field that only some rows have', async () => {
    expect(await toCsv([{ a: 1 }, { a: 2, later: 'x' }])).toBe('\uFEFFa,later\r\n1,\r\n2,x');
  });
});

describe('search results', () => {
  test('mark matches regardless of case and accents', () => {
    const parts = highlight('Möte med ÅSA', searchTerms('asa mote'));
    expect(parts.filter(({ isMatch: isHit }) => isHit).map(({ text }) => text)).toEqual(['Möte', 'ÅSA']);
    expect(parts.map(({ text }) => text).join('')).toBe('Möte med ÅSA');
  });

  test('mark matches after letters that get longer when they are folded', () => {
    const text = 'ﬁ İstanbul 👋 kaffe';
    expect(highlight(text, ['kaffe']).at(-1)).toEqual({ text: 'kaffe', isMatch: true });
    expect(highlight(text, ['istanbul']).find(({ isMatch }) => isMatch)?.text).toBe('İstanbul');
  });

  test('show an excerpt of a long text around the match', () => {
    const text = `${'long before '.repeat(20)}the needle${' and after'.repeat(30)}`;
    const stretch = excerpt(text, ['needle']) ?? '';
    expect(stretch).toContain('needle');
    expect(stretch.length).toBeLessThan(130);
    expect(excerpt(text, ['absent'])).toBeNull();
  });
});
