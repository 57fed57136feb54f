import { describe, expect, test } from 'vitest';
import { toCsv } from '../../../src/shared/files/csv.ts';
import { searchTerms } from '../../../src/domain/values/fold.ts';
import { excerpt, highlight } from '../../../src/features/work/search/highlight.ts';

describe('CSV', () => {
  test('has a header line, quotes where needed, and a UTF-8 byte order mark', async () => {
    const csv = await toCsv([{ title: 'Åsa, "the boss"', notes: 'two\nlines', duration: null, metadata: { a: 1 } }]);
    expect(csv).toBe('\uFEFFtitle,notes,duration,metadata\r\n"Åsa, ""the boss""","two\nlines",,"{""a"":1}"');
  });

  test.each(['=1+1', '+46 70', '-2', '@SUM(A1)', '\tx', '\rx'])(
    'contains %j so that it cannot run as a formula',
    async (text) => {
      const [, cell = ''] = (await toCsv([{ title: text }])).split('\r\n', 2);
      expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );

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
