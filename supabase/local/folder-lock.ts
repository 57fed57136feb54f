import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unusable } from './data-folder.ts';
import { StartFailure } from './start-failure.ts';

interface Holder {
  pid: number;
  /** When the process began, in the kernel's ticks, where that can be known: pids are used again. */
  began: string | null;
}

/**
 * Takes the data folder for this process; two servers on one database would destroy it. A lock whose
 * process is gone is taken over. Returns what gives the folder back.
 * @throws StartFailure when another process holds the folder, or it cannot be written.
 */
export const lockFolder = (path: string): (() => void) => {
  const file = join(path, 'lock.json');
  const me: Holder = { pid: process.pid, began: beginningOf(process.pid) };
  try {
    mkdirSync(path, { recursive: true });
    for (;;) {
      try {
        writeFileSync(file, JSON.stringify(me), { flag: 'wx' });
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readHolder(file);
      if (holder && isAlive(holder)) throw inUse(path, holder.pid);
      rmSync(file, { force: true });
    }
  } catch (error) {
    throw error instanceof StartFailure ? error : unusable(path, error);
  }
  return () => {
    if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
  };
};

const inUse = (path: string, pid: number) =>
  new StartFailure(
    'data-in-use',
    `Cadence is already running on ${path} (process ${String(pid)}). Use that one, or stop it first with Ctrl-C.`,
  );

const readHolder = (file: string): Holder | null => {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof holder.pid === 'number' ? { pid: holder.pid, began: holder.began ?? null } : null;
  } catch {
    // Cut off while it was written, or gone meanwhile.
    return null;
  }
};

const isAlive = ({ pid, began }: Holder): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = beginningOf(pid);
  return began === null || now === null || began === now;
};

const beginningOf = (pid: number): string | null => {
  try {
    // The 22nd field; the second is a name in parentheses that may hold anything.
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[19] ?? null;
  } catch {
    return null;
  }
};
