import { create } from 'zustand';
import type { Importer, ImportRecord, LeftOut, Problem } from '../../../domain/import/outcome.ts';
import { readImport } from '../../../domain/import/read-import.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { importRecords, recordsToImport, yieldToBrowser } from '../../../data/import/import.ts';
import { showErrorToast } from '../../../ui/toast.tsx';
import { LEGACY_STORAGE_KEY } from './legacy-storage.ts';
import { getImportStatus, setImportStatus } from './import-status.ts';

/** `key` names the entry of localStorage that the rows come from; `null` for a file or pasted text. */
export interface ImportSource {
  label: string;
  key: string | null;
}

export interface ParsedSource {
  source: ImportSource;
  records: ImportRecord[];
  problems: Problem[];
  /** Names of parts that contain no rows. */
  ignoredParts: string[];
  leftOut: LeftOut[];
  isOfOtherAccount: boolean;
  /** Those of `records` that were not on this device when the source was read. */
  newRecords: ImportRecord[];
}

type ImportRun =
  | { stage: 'idle' }
  | { stage: 'reading' }
  | { stage: 'preview'; parsed: ParsedSource }
  | { stage: 'importing'; parsed: ParsedSource; added: number; total: number }
  | { stage: 'done'; parsed: ParsedSource; added: number }
  | { stage: 'stopped'; parsed: ParsedSource };

const INITIAL_RUN: ImportRun = { stage: 'idle' };

/** What reading depends on, besides the device's rows. */
export type ImportContext = Pick<Importer, 'timeZone' | 'today' | 'isCoach'>;

/** A store, so that an import continues while the person looks at other screens. `owner` is their id. */
const useImportRun = create<{ owner: string; run: ImportRun }>()(() => ({ owner: '', run: INITIAL_RUN }));

/** The run of this person, never that of somebody who was signed in before. */
export const useImportRunOf = (userId: string): ImportRun =>
  useImportRun(({ owner, run }) => (owner === userId ? run : INITIAL_RUN));

export const resetImport = (): void => {
  useImportRun.setState({ run: INITIAL_RUN });
};

/** Rows that are parsed before the browser gets time to paint and take input. */
const PARSE_CHUNK_SIZE = 250;

/** Parses `text` and shows the preview. Nothing is written. */
export const readSource = async (
  db: CadenceDatabase,
  text: string,
  source: ImportSource,
  context: ImportContext,
): Promise<void> => {
  const run: ImportRun = { stage: 'reading' };
  useImportRun.setState({ owner: db.userId, run });
  // The person may have chosen another source meanwhile.
  const setRun = (next: ImportRun) => {
    if (useImportRun.getState().run === run) useImportRun.setState({ run: next });
  };
  try {
    setRun({ stage: 'preview', parsed: await parseSource(db, text, source, context) });
  } catch {
    setRun(INITIAL_RUN);
    showErrorToast('Couldn’t read this device’s storage. Nothing was changed. Reload, then try again.');
  }
};

const parseSource = async (
  db: CadenceDatabase,
  text: string,
  source: ImportSource,
  context: ImportContext,
): Promise<ParsedSource> => {
  await yieldToBrowser();
  const startedOn = source.key === null ? undefined : getImportStatus(db.userId, source.key)?.startedOn;
  const idsOf = async (table: 'submissions' | 'enrollments') =>
    new Set(await db.rows(table).toCollection().primaryKeys());
  const [leads, enrollments] = await Promise.all([idsOf('submissions'), idsOf('enrollments')]);
  const { rows, ...contents } = readImport(text, source.key ?? LEGACY_STORAGE_KEY, {
    ...context,
    ...(startedOn && { today: startedOn }),
    userId: db.userId,
    leads,
    enrollments,
  });
  const records: ImportRecord[] = [];
  const problems: Problem[] = [];
  for (const [index, readRow] of rows.entries()) {
    const outcome = readRow();
    if (outcome.kind === 'problem') problems.push(outcome);
    else records.push(outcome);
    if (index % PARSE_CHUNK_SIZE === 0) await yieldToBrowser();
  }
  return { source, records, problems, ...contents, newRecords: await recordsToImport(db, records) };
};

/** Adds the records that are not here yet. If the device fails to store one, a later run continues after it. */
export const runImport = async (db: CadenceDatabase, parsed: ParsedSource, today: string): Promise<void> => {
  const { key } = parsed.source;
  const startedOn = (key !== null && getImportStatus(db.userId, key)?.startedOn) || today;
  if (key !== null) setImportStatus(db.userId, key, { startedOn, finishedAt: null });
  const setRun = (run: ImportRun) => {
    useImportRun.setState({ owner: db.userId, run });
  };
  setRun({ stage: 'importing', parsed, added: 0, total: parsed.newRecords.length });
  try {
    const added = await importRecords(db, parsed.records, (done, total) => {
      setRun({ stage: 'importing', parsed, added: done, total });
    });
    if (key !== null) {
      setImportStatus(db.userId, key, { startedOn, finishedAt: new Date(db.environment.now()).toISOString() });
    }
    setRun({ stage: 'done', parsed, added });
  } catch {
    setRun({ stage: 'stopped', parsed });
  }
};
