import { asLabel, asLongText } from '../values/text.ts';
import { htmlOf } from './html.ts';
import { textOf } from './plain-text.ts';

/* A mail as headings, paragraphs and tables of plain texts. What is HTML about it is made in html.ts alone. */

export interface Mail {
  /** One line of at most 200 characters. */
  subject: string;
  html: string;
  text: string;
}

export interface MailDocument {
  subject: string;
  /** What it says first, in large letters. */
  title: string;
  blocks: readonly Block[];
  /** Why the reader gets it. */
  footer: string;
}

export type Block =
  | { kind: 'heading' | 'paragraph' | 'warning'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly string[])[] }
  /** `url` is one of ours. Any but of HTTP is left out. */
  | { kind: 'link'; text: string; url: string };

export interface Column {
  label: string;
  isNumber: boolean;
}

const LONGEST_SUBJECT = 200;
/** Characters of one text; what vendors name may be longer. */
const LONGEST_TEXT = 1_000;
const LONGEST_CELL = 120;

/** One line without anything invisible, so that no value adds a line, a header or another direction to a mail. */
const lineOf = (text: string, limit: number): string => asLabel(text, limit) || '(no name)';

/** A name within a sentence. */
export const nameIn = (text: string): string => lineOf(text, LONGEST_CELL);

/** The mail of a document, whatever characters are in its texts. */
export const mailOf = (document: MailDocument): Mail => {
  const clean: MailDocument = {
    subject: lineOf(document.subject, LONGEST_SUBJECT),
    title: lineOf(document.title, LONGEST_TEXT),
    footer: lineOf(document.footer, LONGEST_TEXT),
    blocks: document.blocks
      .filter((block) => block.kind !== 'link' || /^https?:\/\/[^\s]+$/.test(block.url))
      .map(cleanBlock),
  };
  return { subject: clean.subject, html: htmlOf(clean), text: asLongText(textOf(clean)) };
};

const cleanBlock = (block: Block): Block => {
  switch (block.kind) {
    case 'list':
      return { ...block, items: block.items.map((item) => lineOf(item, LONGEST_TEXT)) };
    case 'table':
      return {
        ...block,
        columns: block.columns.map((column) => ({ ...column, label: lineOf(column.label, LONGEST_CELL) })),
        rows: block.rows.map((row) => row.map((cell) => lineOf(cell, LONGEST_CELL))),
      };
    default:
      return { ...block, text: lineOf(block.text, LONGEST_TEXT) };
  }
};
