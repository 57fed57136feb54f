import { normalLabel } from './text.ts';

/*
 * Folding of texts, so that a search and the comparison of names ignore how a text is written: the same forms as
 * supabase/schemas/values/folding.sql. The tables are written out on both sides, since lower case depends on locales and
 * versions of Unicode. Normal forms are those of each side's own version: the sides agree about the characters that both
 * know, and each compares only what it folded itself. A type's name with a newer one gets its id from the database.
 */

const UPPER =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZÆÐØÞĐĦŁŊŒŦƁƆƊƏƐƑƓƔƘƝƳẞΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӘӨԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ';
const LOWER =
  'abcdefghijklmnopqrstuvwxyzæðøþđħłŋœŧɓɔɗəɛƒɠɣƙɲƴßαβγδεζηθικλμνξοπρστυφχψωσѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿәөաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ';
const PLAIN_FROM = 'łøđðħŧıŋ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९‐‑‒–—―−';
const PLAIN_TO = 'loddhtin012345678901234567890123456789-------';

const QUOTES = `'"\`‘’‚‛“”„‟′″‹›«»ʹʺʻʼʽˈ`;

const CASE = new Map(Array.from(UPPER, (letter, index) => [letter, LOWER[index] ?? '']));
const FOLDED = new Map<string, string>([
  ...Array.from(PLAIN_FROM, (letter, index): [string, string] => [letter, PLAIN_TO[index] ?? '']),
  ...Array.from(QUOTES, (quote): [string, string] => [quote, '']),
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['þ', 'th'],
]);

const ASCII = /^[\x20-\x7E\t\n\r]*$/;
const ASCII_QUOTES = /['"`]/g;
/** Accents that NFKD would make a space and a mark of. */
const SPACING_ACCENTS = /[´΄᾽᾿῾]/g;
/** Accents and points. Vowel signs of other scripts are letters, and stay. */
const IGNORED_MARKS =
  '\\u0300-\\u036F\\u0483-\\u0489\\u0591-\\u05BD\\u05BF\\u05C1\\u05C2\\u05C4\\u05C5\\u05C7\\u0610-\\u061A\\u0640\\u064B-\\u065F\\u0670' +
  '\\u06D6-\\u06DC\\u1AB0-\\u1AFF\\u1DC0-\\u1DFF\\u20D0-\\u20FF\\uFE20-\\uFE2F';
const INVISIBLE = '\\u00AD\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF\\uFE00-\\uFE0F';
const IGNORED = new RegExp(`[${IGNORED_MARKS}${INVISIBLE}]+`, 'g');
const IN_NUMBERS = /([0-9])[ ().,/+-]+(?=[0-9])/g;
const AROUND_NUMBERS = /^[(+]+(?=[0-9])|([0-9])[).,/+-]+$/g;
const MORE_THAN_PUNCTUATION = /[^().,/+-]/;

const foldCase = (text: string): string => Array.from(text, (letter) => CASE.get(letter) ?? letter).join('');

/** Equal for two names that differ only by case, composition (NFC, NFD), width or the number of spaces between words. */
export const nameKey = (name: string): string =>
  foldCase(normalLabel(name.normalize('NFKC')).replace(/ +/g, ' ').normalize('NFKD')).normalize('NFC');

/** Without case, accents, width, quotes and invisible characters. */
const foldLetters = (text: string): string => {
  if (ASCII.test(text)) return text.toLowerCase().replace(ASCII_QUOTES, '');
  let folded = '';
  for (const letter of text.replace(SPACING_ACCENTS, '').normalize('NFKD').replace(IGNORED, '')) {
    const lower = CASE.get(letter) ?? letter;
    folded += FOLDED.get(lower) ?? lower;
  }
  return folded;
};

/**
 * What a search looks through: the text without case, accents, width, quotes and invisible characters, and each number
 * without the spaces and punctuation in it.
 */
export const foldText = (text: string): string => foldLetters(text).replace(IN_NUMBERS, '$1');

/** `foldText`, with the offset in `text` of each of its characters. */
export const foldWithOffsets = (text: string): { folded: string; offsets: number[] } => {
  let letters = '';
  const offsetsOfLetters: number[] = [];
  let offset = 0;
  for (const letter of text) {
    const folded = foldLetters(letter);
    letters += folded;
    for (let unit = 0; unit < folded.length; unit++) offsetsOfLetters.push(offset);
    offset += letter.length;
  }
  const isDropped = new Set<number>();
  for (const { 0: match, index } of letters.matchAll(IN_NUMBERS)) {
    for (let unit = 1; unit < match.length; unit++) isDropped.add(index + unit);
  }
  return {
    folded: letters.replace(IN_NUMBERS, '$1'),
    offsets: offsetsOfLetters.filter((_, index) => !isDropped.has(index)),
  };
};

/** The words of a search, each of which a folded text has to contain; none where there is nothing to search for. */
export const searchTerms = (query: string): string[] =>
  foldLetters(query)
    .split(/[ \t\n\r]+/)
    .map((word) => foldText(word).replace(AROUND_NUMBERS, '$1'))
    .filter((term) => MORE_THAN_PUNCTUATION.test(term));

/** The folded content of a searchable row: its texts, each on a line of its own. */
export const searchableText = (...texts: readonly (string | null | undefined | false)[]): string =>
  foldText(texts.filter(Boolean).join('\n'));

/** Whether a folded content has every one of the terms. */
export const matchesTerms = (content: string, terms: readonly string[]): boolean =>
  terms.every((term) => content.includes(term));
