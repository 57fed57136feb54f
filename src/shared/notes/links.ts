/* Links in texts that people write. Nothing but http and https, and no address that shows another host than it leads to. */

export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; url: string };

/** An address is followed by a space or by what no address contains as it is; invisible characters could hide a part of it. */
const CANDIDATE =
  /(?<![\p{L}\p{N}_@])(?:https?:\/\/|www\.)[^\s<>"\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]{1,2000}/giu;

/** The text in its order, with its links as parts of their own. Together the parts are the text. */
export const splitLinks = (text: string): TextPart[] => {
  const parts: TextPart[] = [];
  let end = 0;
  const addText = (until: number) => {
    if (until > end) parts.push({ kind: 'text', text: text.slice(end, until) });
  };
  for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
    const link = withoutPunctuation(candidate);
    const url = readUrl(link);
    if (url === null) continue;
    addText(index);
    parts.push({ kind: 'link', text: link, url });
    end = index + link.length;
  }
  addText(text.length);
  return parts;
};

/** The addresses of the links in a text, each once. */
export const linksIn = (text: string | null | undefined): string[] => [
  ...new Set(splitLinks(text ?? '').flatMap((part) => (part.kind === 'link' ? [part.url] : []))),
];

/** Signs that look like a slash or a dot could end the host for the eye alone, as in `https://bank.example⁄.other.example`. */
const HOST = /^https?:\/\/[\p{L}\p{M}\p{N}.:[\]-]+(?:[/?#]|$)/iu;

/** The address of a link; null for what is none, or would not lead where it seems to. */
const readUrl = (text: string): string | null => {
  const address = /^www\./iu.test(text) ? `https://${text}` : text;
  if (!URL.canParse(address) || !HOST.test(address)) return null;
  const { protocol, hostname, username, password, href } = new URL(address);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  // `https://bank.example@other.example` leads to the second host.
  return isWeb && hostname !== '' && username === '' && password === '' ? href : null;
};

const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Without what ends the sentence or closes a bracket around the link. */
const withoutPunctuation = (candidate: string): string => {
  let link = candidate;
  for (;;) {
    const last = link.slice(-1);
    const opening = BRACKETS[last];
    const isUnopened = opening !== undefined && count(link, last) > count(link, opening);
    if (!isUnopened && !/[.,;:!?'*_~…’”»]/u.test(last)) return link;
    link = link.slice(0, -1);
  }
};

const count = (text: string, character: string): number => text.split(character).length - 1;
