import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolderPath } from './data-folder.ts';
import { lockFolder } from './folder-lock.ts';
import { StartFailure } from './start-failure.ts';
import { printLine } from './console-messages.ts';

const OURS = ['database', 'keys.json', 'mails.json', 'payments.json', 'programs-due', 'unfinished'];

/** Deletes the data, unless a server runs on it. What is not Cadence's in the folder stays. */
const reset = (): void => {
  const path = dataFolderPath();
  if (!existsSync(path)) {
    printLine(`There is no data in ${path}. npm start creates fresh demo data.`);
    return;
  }
  const unlock = lockFolder(path);
  try {
    for (const name of OURS) rmSync(join(path, name), { recursive: true, force: true });
  } finally {
    unlock();
  }
  printLine(`The data in ${path} is deleted. npm start creates fresh demo data.`);
};

try {
  reset();
} catch (error) {
  const sentence = error instanceof StartFailure ? error.message : `The data could not be deleted: ${String(error)}`;
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}
