import type { Block, Column, MailDocument } from './document.ts';

/* Mail programs know little of HTML: tables, inline styles, and no colors but those of the theme where they can be left out. */

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as text of HTML, or as the value of a quoted attribute. Every value in a mail passes here. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;line-height:1.5";
const LINE = 'border-bottom:1px solid #8888';
const CELL = `padding:6px 12px 6px 0;${LINE};vertical-align:top`;

export const htmlOf = ({ subject, title, blocks, footer }: MailDocument): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">` +
  `<title>${escapeHtml(subject)}</title><style>:root{color-scheme:light dark}</style></head>` +
  `<body style="margin:0;padding:16px;${FONT}">` +
  `<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;max-width:640px;margin:0 auto"><tr><td style="${FONT}">` +
  `<h1 style="font-size:22px;margin:0 0 8px">${escapeHtml(title)}</h1>${blocks.map(blockHtml).join('')}` +
  `<p style="font-size:13px;margin:24px 0 0;opacity:0.75">${escapeHtml(footer)}</p>` +
  `</td></tr></table></body></html>`;

const blockHtml = (block: Block): string => {
  switch (block.kind) {
    case 'heading':
      return `<h2 style="font-size:17px;margin:24px 0 8px">${escapeHtml(block.text)}</h2>`;
    case 'paragraph':
      return `<p style="margin:0 0 8px">${escapeHtml(block.text)}</p>`;
    case 'warning':
      return `<p style="margin:0 0 8px;padding:8px 12px;border-left:4px solid #d9480f"><strong>${escapeHtml(block.text)}</strong></p>`;
    case 'list':
      return `<ul style="margin:0 0 8px;padding-left:20px">${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'table':
      return tableHtml(block.columns, block.rows);
    case 'link':
      return `<p style="margin:24px 0 0"><a href="${escapeHtml(block.url)}">${escapeHtml(block.text)}</a></p>`;
  }
};

const tableHtml = (columns: readonly Column[], rows: readonly (readonly string[])[]): string => {
  const cells = (tag: 'th' | 'td', texts: readonly string[]) =>
    texts
      .map((text, index) => {
        const align = columns[index]?.isNumber === true ? 'right' : 'left';
        return `<${tag} dir="auto" style="${CELL};text-align:${align}">${escapeHtml(text)}</${tag}>`;
      })
      .join('');
  const labels = columns.map(({ label }) => label);
  return (
    `<table cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse;font-size:14px">` +
    `<tr>${cells('th', labels)}</tr>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</table>`
  );
};
