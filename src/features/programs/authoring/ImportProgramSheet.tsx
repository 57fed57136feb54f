import { Checkbox, FileButton } from '@mantine/core';
import '@mantine/core/styles/Checkbox.layer.css';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { importProgram } from '../../../data/programs/drafts.ts';
import type { ReadProgram } from '../../../domain/programs/read-program-file.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { priceLabel, programSummary } from '../../../shared/programs/program-labels.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { formatList, joinDetails, plural } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { IconFileText } from '../../../ui/icons.ts';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { faultMessage, readProgramFile, UNREADABLE_MESSAGES } from './program-files.ts';
import styles from './Programs.module.css';

interface ImportProgramSheetProps {
  opened: boolean;
  onClose: () => void;
}

type Chosen = { name: string } & ({ read: ReadProgram } | { error: string });

/** Reads a program from a CSV or JSON file, shows what it holds, and writes it as a new draft. */
export const ImportProgramSheet = ({ opened, onClose }: ImportProgramSheetProps) => {
  const db = useDatabase();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [hasConsent, setConsent] = useState(false);
  const close = () => {
    setChosen(null);
    setConsent(false);
    onClose();
  };
  const choose = async (file: File | null) => {
    if (!file) return;
    setConsent(false);
    setChosen(await readChosen(file));
  };
  const read = chosen && 'read' in chosen ? chosen.read : null;
  const add = () =>
    read &&
    withSaveErrorToast(async () => {
      const program = await importProgram(db, read.file);
      close();
      showToast(`Imported “${program.title}” with ${plural(read.file.tasks.length, 'task')}.`);
      await navigate({ to: '/programs/$id', params: { id: program.id } });
    });
  const leftOut = new Set(read?.faults.map(({ place }) => place)).size;
  return (
    <Sheet opened={opened} onClose={close} title="Import program">
      <SheetForm
        submitLabel={leftOut > 0 ? 'Import the rest' : 'Import program'}
        canSubmit={read !== null && (leftOut === 0 || hasConsent)}
        onSubmit={add}
      >
        <p className={styles.quiet}>
          A CSV file with a row for each task (columns “day” and “title”), or a CSV or JSON file that was exported from
          a program. It becomes a new draft; nothing else is changed.
        </p>
        <div>
          <FileButton accept=".csv,.json,.tsv,.txt,text/csv,application/json" onChange={(file) => void choose(file)}>
            {(props) => (
              <Button variant="default" leftSection={<IconFileText size={18} aria-hidden />} {...props}>
                {chosen ? 'Choose another file' : 'Choose file'}
              </Button>
            )}
          </FileButton>
        </div>
        {chosen && 'error' in chosen && (
          <ErrorNotice title={`Can’t read ${formatName(chosen.name)}`}>{chosen.error}</ErrorNotice>
        )}
        {read && <Understood read={read} />}
        {leftOut > 0 && (
          <Checkbox
            label={`Import without the ${plural(leftOut, 'row')} that can’t be read`}
            checked={hasConsent}
            onChange={(event) => {
              setConsent(event.currentTarget.checked);
            }}
          />
        )}
      </SheetForm>
    </Sheet>
  );
};

const readChosen = async (file: File): Promise<Chosen> => {
  const { name } = file;
  try {
    const result = await readProgramFile(file);
    if ('tooLarge' in result) return { name, error: `A program’s file has at most ${result.tooLarge}.` };
    return 'unreadable' in result ? { name, error: UNREADABLE_MESSAGES[result.unreadable] } : { name, read: result };
  } catch {
    return { name, error: 'The file can’t be opened. It may have been moved or changed since.' };
  }
};

/** What a file holds, and what is wrong with it. */
const Understood = ({ read: { file, faults, ignoredColumns } }: { read: ReadProgram }) => {
  const { program, tasks } = file;
  return (
    <>
      <div className={styles.understood} role="status">
        <strong dir="auto">{formatName(program.title)}</strong>
        <span>{programSummary(program, tasks.length)}</span>
        <span>
          {joinDetails(
            program.price !== null && priceLabel(program),
            program.modules.length > 0 && plural(program.modules.length, 'module'),
            program.parameters.length > 0 && plural(program.parameters.length, 'parameter'),
          )}
        </span>
      </div>
      {ignoredColumns.length > 0 && (
        <p className={styles.quiet}>{`Not used: ${formatList(ignoredColumns.map((name) => `“${name}”`))}.`}</p>
      )}
      {faults.length > 0 && (
        <ErrorNotice tone="warn" title={`${plural(faults.length, 'fault')}: these rows are left out`}>
          <ul className={styles.preview}>
            {faults.slice(0, SHOWN_FAULTS).map((fault, index) => (
              <li key={index}>{faultMessage(fault)}</li>
            ))}
            {faults.length > SHOWN_FAULTS && <li>{`and ${String(faults.length - SHOWN_FAULTS)} more`}</li>}
          </ul>
        </ErrorNotice>
      )}
      {tasks.length > 0 && (
        <ol className={styles.preview} aria-label="Tasks in the file">
          {tasks.slice(0, SHOWN_TASKS).map((task, index) => (
            <li key={index}>
              {`Day ${String(task.day)}: `}
              <span dir="auto">{formatName(task.title)}</span>
            </li>
          ))}
          {tasks.length > SHOWN_TASKS && <li>{`and ${String(tasks.length - SHOWN_TASKS)} more`}</li>}
        </ol>
      )}
    </>
  );
};

const SHOWN_FAULTS = 100;
const SHOWN_TASKS = 20;
