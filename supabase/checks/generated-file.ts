import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

export interface GeneratedFile {
  /** From the repository's root. */
  path: string;
  render: (url: string) => Promise<string>;
  /** The npm script that writes the file. */
  renew: string;
  write: boolean;
}

/** Writes a file made from the database, or fails where it is not what the database would make now. */
export const generatedFile =
  ({ path, render, renew, write }: GeneratedFile) =>
  async (url: string): Promise<void> => {
    const file = join(import.meta.dirname, '../..', path);
    const fresh = await format(await render(url), { ...(await resolveConfig(file)), filepath: file });
    if (write) {
      await writeFile(file, fresh);
      return;
    }
    const kept = await readFile(file, 'utf8').catch(() => '');
    if (kept !== fresh) throw new Error(`${path} is stale: run \`npm run ${renew}\` and commit what it writes.`);
  };
