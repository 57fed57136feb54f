export interface Part {
  text: string;
  isHit: boolean;
}

const MARKS = /\p{M}/gu;

/** The text without case and accents, and where each of its characters stood. */
const foldWithPlaces = (text: string): { folded: string; places: number[] } => {
  let folded = '';
  const places: number[] = [];
  for (let place = 0; place < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(place) ?? 0);
    for (const piece of character.normalize('NFD').replace(MARKS, '').toLowerCase()) {
      folded += piece;
      for (let unit = 0; unit < piece.length; unit++) places.push(place);
    }
    place += character.length;
  }
  return { folded, places };
};

/** The words of a search, as they are compared. */
export const wordsOf = (text: string): string[] => foldWithPlaces(text).folded.split(/\s+/).filter(Boolean);

/** Cuts `text` into what `words` found in it and the rest; the parts together are the text. */
export const highlight = (text: string, words: readonly string[]): Part[] => {
  const { folded, places } = foldWithPlaces(text);
  const isHit = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let from = folded.indexOf(word); from !== -1; from = folded.indexOf(word, from + word.length)) {
      const end = places[from + word.length] ?? text.length;
      isHit.fill(true, places[from], end);
    }
  }
  const parts: Part[] = [];
  for (let place = 0; place < text.length; place++) {
    const last = parts.at(-1);
    const hit = isHit[place] ?? false;
    if (last?.isHit === hit) last.text += text[place] ?? '';
    else parts.push({ text: text[place] ?? '', isHit: hit });
  }
  return parts;
};

const BEFORE = 24;
const LENGTH = 110;

/** The stretch of a long text around its first hit; `null` where it has none. */
export const excerpt = (text: string, words: readonly string[]): string | null => {
  const { folded, places } = foldWithPlaces(text);
  const hits = words.map((word) => folded.indexOf(word)).filter((place) => place !== -1);
  if (hits.length === 0) return null;
  const hit = places[Math.min(...hits)] ?? 0;
  const start = hit <= BEFORE ? 0 : text.lastIndexOf(' ', hit - BEFORE) + 1;
  const end = Math.min(text.length, start + LENGTH);
  return `${start > 0 ? '… ' : ''}${text.slice(start, end).replace(/\s+/g, ' ')}${end < text.length ? ' …' : ''}`;
};
