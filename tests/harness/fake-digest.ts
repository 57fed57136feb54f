import { createHash } from 'node:crypto';
import type { TableDigest } from '../../src/contract/protocol.ts';
import type { Row } from '../../src/domain/sync/change.ts';

/** The digest of a table's rows as the protocol says it, computed another way than the client does. */
export const fakeDigest = (rows: readonly Row[]): TableDigest => {
  const hash = createHash('sha256');
  const ordered = [...rows].sort((a, b) => a.id.localeCompare(b.id, 'en'));
  ordered.forEach((row, index) => {
    const columns = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
    hash.update(`${index === 0 ? '' : '\n'}${spaced(columns.map(([, value]) => value))}`);
  });
  return { rows: rows.length, digest: hash.digest('hex') };
};

/** JSON with a space after each comma and colon that is not in a text, as Postgres writes it. */
const spaced = (value: unknown): string =>
  JSON.stringify(value).replace(/("(?:[^"\\]|\\.)*")|([,:])/g, (_, text: string | undefined, mark: string) =>
    text === undefined ? `${mark} ` : text,
  );
