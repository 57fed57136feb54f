import { create } from 'zustand';
import type { OlderRecord, Problem } from '../../domain/older-app/outcome.ts';
import { type Importer, olderRowReader } from '../../domain/older-app/read.ts';
import { splitOlderApp } from '../../domain/older-app/split.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { importRecords, newAmong, pause } from '../../store/import.ts';
import { showProblem } from '../../ui/toast.tsx';
import { STORAGE_KEY } from './found.ts';
import { markOf, setMark } from './mark.ts';

/** Where the rows come from: `key` names an entry of this browser's storage. */
export interface Source {
  label: string;
  key: string | null;
}

/** What a source holds. */
export interface Reading {
  source: Source;
  records: OlderRecord[];
  problems: Problem[];
  /** Parts that hold no rows. */
  others: string[];
  /** Those of `records` that were not here when it was read. */
  fresh: OlderRecord[];
}

type Run =
  | { stage: 'choosing' }
  | { stage: 'reading' }
  | { stage: 'preview'; reading: Reading }
  | { stage: 'importing'; reading: Reading; added: number; total: number }
  | { stage: 'done'; reading: Reading; added: number }
  | { stage: 'stopped'; reading: Reading };

/** An import goes on while its person looks at other screens. `owner` is whose it is. */
const useImportRun = create<{ owner: string; run: Run }>()(() => ({ owner: '', run: { stage: 'choosing' } }));

const CHOOSING: Run = { stage: 'choosing' };

/** The run of this person; of nobody else who was here before. */
export const useRunOf = (userId: string): Run => useImportRun(({ owner, run }) => (owner === userId ? run : CHOOSING));

export const chooseAgain = (): void => {
  useImportRun.setState({ run: CHOOSING });
};

/** Rows that are read between two breaths of the page. */
const READ_AT_ONCE = 250;

/** Reads `text`, and shows what is in it. Nothing is written. */
export const readSource = async (
  db: CadenceDatabase,
  text: string,
  source: Source,
  clock: Pick<Importer, 'timeZone' | 'today'>,
): Promise<void> => {
  const run: Run = { stage: 'reading' };
  useImportRun.setState({ owner: db.userId, run });
  // Somebody who has chosen something else meanwhile is shown that.
  const show = (next: Run) => {
    if (useImportRun.getState().run === run) useImportRun.setState({ run: next });
  };
  try {
    show({ stage: 'preview', reading: await readAll(db, text, source, clock) });
  } catch {
    show(CHOOSING);
    showProblem('This device could not be read, and nothing was changed. Reload, then try again.');
  }
};

const readAll = async (
  db: CadenceDatabase,
  text: string,
  source: Source,
  clock: Pick<Importer, 'timeZone' | 'today'>,
): Promise<Reading> => {
  await pause();
  const startedOn = source.key === null ? undefined : markOf(db.userId, source.key)?.startedOn;
  const leads = new Set(await db.rows('submissions').toCollection().primaryKeys());
  const read = olderRowReader({ ...clock, ...(startedOn && { today: startedOn }), userId: db.userId, leads });
  const { rows, others } = splitOlderApp(text, source.key ?? STORAGE_KEY);
  const records: OlderRecord[] = [];
  const problems: Problem[] = [];
  for (const [place, row] of rows.entries()) {
    const outcome = read(row);
    if (outcome.kind === 'problem') problems.push(outcome);
    else records.push(outcome);
    if (place % READ_AT_ONCE === 0) await pause();
  }
  return { source, records, problems, others, fresh: await newAmong(db, records) };
};

/** Adds what was read and is not here yet. Where this device refuses, what it took stays, and it can go on later. */
export const runImport = async (db: CadenceDatabase, reading: Reading, today: string): Promise<void> => {
  const { key } = reading.source;
  const startedOn = (key !== null && markOf(db.userId, key)?.startedOn) || today;
  if (key !== null) setMark(db.userId, key, { startedOn, finishedAt: null });
  const show = (run: Run) => {
    useImportRun.setState({ owner: db.userId, run });
  };
  show({ stage: 'importing', reading, added: 0, total: reading.fresh.length });
  try {
    const added = await importRecords(db, reading.records, (done, total) => {
      show({ stage: 'importing', reading, added: done, total });
    });
    if (key !== null) {
      setMark(db.userId, key, { startedOn, finishedAt: new Date(db.environment.now()).toISOString() });
    }
    show({ stage: 'done', reading, added });
  } catch {
    show({ stage: 'stopped', reading });
  }
};
