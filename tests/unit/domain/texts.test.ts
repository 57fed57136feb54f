import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  foldText,
  foldWithOffsets,
  matchesTerms,
  nameKey,
  searchableText,
  searchTerms,
} from '../../../src/domain/values/fold.ts';
import { normalLabel } from '../../../src/domain/values/text.ts';
import { highlight } from '../../../src/features/work/search/highlight.ts';

const finds = (query: string, ...texts: string[]): boolean =>
  matchesTerms(searchableText(...texts), searchTerms(query));

describe('a search', () => {
  test.each([
    ['muller', 'Müller'],
    ['MÜLLER', 'Mu\u0308ller'],
    ["O'Brien", 'O’Brien'],
    ['obrien', "O'Brien"],
    ['lodz', 'Łódź'],
    ['ŁÓDŹ', 'lodz'],
    ['soren', 'Søren'],
    ['strasse', 'Straße'],
    ['istanbul', 'İstanbul'],
    ['diyarbakir', 'Diyarbakır'],
    ['aesir', 'Æsir'],
    ['ａｎｎａ', 'Anna'],
    ['アンナ', 'ｱﾝﾅ'],
    ['ёлка', 'Елка'],
    ['οδυσσευς', 'ΟΔΥΣΣΕΥΣ'],
    ['مدرسه', 'مَدرسه'],
    ['5550148', '+1 (555) 0148'],
    ['+1 (555) 0148', '15550148'],
    ['(555', '+1 (555) 0148'],
    ['555-0148', '555.0148'],
    ['٥٥٥', '555'],
    ['1204', '1,204 units'],
    ['2026-11-29', 'on 2026-11-29'],
    ['anna acme', 'Anna', 'Acme'],
    ['follow–up', 'Follow-up'],
    ['soft hyphen', 'soft\u00ADhyp\u200Bhen soft hyphen'],
  ])('for %j finds %j', (query, ...texts) => {
    expect(finds(query, ...texts)).toBe(true);
  });

  test.each([
    ['anna', 'Anton'],
    // Vowel signs are letters.
    ['कि', 'का'],
    ['ไม', 'มา'],
    ['5550149', '+1 (555) 0148'],
    // Numbers of different fields are not one.
    ['5501', '55', '01'],
  ])('for %j does not find %j', (query, ...texts) => {
    expect(finds(query, ...texts)).toBe(false);
  });

  test('for punctuation alone has no words', () => {
    expect(searchTerms(' ( ) - + \u200B " ')).toEqual([]);
  });

  test('marks what it found, in the text as it is written', () => {
    const marked = (text: string, query: string) =>
      highlight(text, searchTerms(query)).flatMap((part) => (part.isMatch ? [part.text] : []));
    expect(marked('Call +1 (555) 0148 now', '5550148')).toEqual(['555) 0148']);
    expect(marked('Straße in Łódź', 'strasse lodz')).toEqual(['Straße', 'Łódź']);
    expect(marked('Ms O’Brien', 'obrien')).toEqual(['O’Brien']);
  });

  test('folds a text letter by letter as it folds the whole', () => {
    const letters = fc.constantFrom(
      ...Array.from('aÉłßøſİı’"´0123456789٣+-(). ,\nŒШёکﬁ½Ａ'),
      'e\u0301',
      '\u200B',
      '🙂',
    );
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 20 }), (text) => {
        const { folded, offsets } = foldWithOffsets(text);
        expect(folded).toBe(foldText(text));
        expect(offsets).toHaveLength(folded.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('names', () => {
  test.each([
    ['Demo', 'demo'],
    ['Café', 'Cafe\u0301'],
    ['Ｄｅｍｏ', 'Demo'],
    ['Site visit', ' Site\u00A0 visit\u200B'],
    ['ΣΙΣ', 'σις'],
    ['ﬁeld', 'Field'],
  ])('%j and %j are one', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  test.each([
    ['Café', 'Cafe'],
    ['Demo', 'Demo 2'],
    ['Lodz', 'Łódź'],
  ])('%j and %j are two', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  test.each([
    ['\u200BAnna\u200E\u2060', 'Anna'],
    ['\uFEFF\u00A0 Anna \u3000', 'Anna'],
    ['Cafe\u0301', 'Caf\u00E9'],
    ['\u200B\u200D\u2060', ''],
    // Emoji, the flag of Scotland, and a Malayalam name need what is invisible at their ends.
    ['❤\uFE0F', '❤\uFE0F'],
    [
      '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
      '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
    ],
    ['ജോണ്\u200D', 'ജോണ്\u200D'],
    ['ജോണ്\u200D\u200B ', 'ജോണ്\u200D'],
    ['می\u200Cخواهم', 'می\u200Cخواهم'],
  ])('%j has the normal form %j', (name, normal) => {
    expect(normalLabel(name)).toBe(normal);
  });
});
