import type { Block, MailDocument } from './document.ts';

/** Characters of a line, as mail programs show plain text. */
const WIDTH = 72;

/** The text version of a mail. Cells of a table are on one line with their labels, so that it needs no columns. */
export const textOf = ({ title, blocks, footer }: MailDocument): string =>
  [wrap(title), '='.repeat(Math.min(WIDTH, title.length)), ...blocks.map(blockText), '', '-- ', wrap(footer), ''].join(
    '\n',
  );

const blockText = (block: Block): string => {
  switch (block.kind) {
    case 'heading':
      return `\n${wrap(block.text)}\n${'-'.repeat(Math.min(WIDTH, block.text.length))}`;
    case 'paragraph':
      return wrap(block.text);
    case 'warning':
      return wrap(`! ${block.text}`);
    case 'list':
      return block.items.map(item).join('\n');
    case 'table': {
      const [, ...labels] = block.columns.map(({ label }) => label);
      return block.rows
        .map(([first = '', ...cells]) =>
          item(`${first}: ${cells.map((cell, index) => `${labels[index] ?? ''} ${cell}`).join('; ')}`),
        )
        .join('\n');
    }
    case 'link':
      return `\n${wrap(block.text)}:\n${block.url}`;
  }
};

const item = (text: string): string => wrap(text, '- ', '  ');

/** Breaks a line between words; a longer word has a line of its own. */
const wrap = (text: string, start = '', indent = ''): string => {
  const lines: string[] = [];
  let line = start;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
};
