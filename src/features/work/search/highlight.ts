import { foldWithOffsets } from '../../../domain/values/fold.ts';

export interface TextPart {
  text: string;
  isMatch: boolean;
}

/** Splits `text` into the parts that match one of `terms` and the parts between them. */
export const highlight = (text: string, terms: readonly string[]): TextPart[] => {
  const { folded, offsets } = foldWithOffsets(text);
  const isHit = new Array<boolean>(text.length).fill(false);
  for (const term of terms) {
    for (let from = folded.indexOf(term); from !== -1; from = folded.indexOf(term, from + term.length)) {
      const end = offsets[from + term.length] ?? text.length;
      isHit.fill(true, offsets[from], end);
    }
  }
  const parts: TextPart[] = [];
  for (let index = 0; index < text.length; index++) {
    const last = parts.at(-1);
    const hit = isHit[index] ?? false;
    if (last?.isMatch === hit) last.text += text[index] ?? '';
    else parts.push({ text: text[index] ?? '', isMatch: hit });
  }
  return parts;
};

const EXCERPT_LEAD = 24;
const EXCERPT_LENGTH = 110;

/** The part of a long text around its first match; `null` where it has none. */
export const excerpt = (text: string, terms: readonly string[]): string | null => {
  const { folded, offsets } = foldWithOffsets(text);
  const hits = terms.map((term) => folded.indexOf(term)).filter((index) => index !== -1);
  if (hits.length === 0) return null;
  const hit = offsets[Math.min(...hits)] ?? 0;
  const start = hit <= EXCERPT_LEAD ? 0 : text.lastIndexOf(' ', hit - EXCERPT_LEAD) + 1;
  const end = Math.min(text.length, start + EXCERPT_LENGTH);
  return `${start > 0 ? '… ' : ''}${text.slice(start, end).replace(/\s+/g, ' ')}${end < text.length ? ' …' : ''}`;
};
