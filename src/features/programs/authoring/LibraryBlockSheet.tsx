import { createLibraryBlock, renameLibraryBlock } from '../../../data/programs/library.ts';
import { isTooLarge } from '../../../domain/programs/block.ts';
import type { BlockTask } from '../../../domain/programs/program.ts';
import { useForgetDraft, useInputDraft } from '../../../shared/drafts/use-input-draft.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { TextField } from '../../../ui/Fields.tsx';
import { plural } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { showToast } from '../../../ui/toast.tsx';
import type { SheetState } from '../../../ui/use-sheet.ts';
import styles from './Programs.module.css';
import { validateProgramTitle } from './validation.ts';

/** `id`: of a block that is in the library already, which is renamed. */
export interface BlockToSave {
  id: string | null;
  title: string;
  tasks: readonly BlockTask[];
}

/** Saves tasks as a block of the library under a name, or gives a block another one. */
export const LibraryBlockSheet = ({ sheet: { item, opened, close } }: { sheet: SheetState<BlockToSave> }) => {
  const db = useDatabase();
  const forgetDraft = useForgetDraft();
  const closeSheet = () => {
    if (item) forgetDraft(draftName(item));
    close();
  };
  const save = (title: string) => {
    if (!item) return undefined;
    const { id, tasks } = item;
    return withSaveErrorToast(async () => {
      await (id === null ? createLibraryBlock(db, title, tasks) : renameLibraryBlock(db, id, title));
      closeSheet();
      showToast(id === null ? `Saved “${title}” to the library.` : `Renamed to “${title}”.`);
    });
  };
  return (
    <Sheet opened={opened} onClose={closeSheet} title={item?.id === null ? 'Save to library' : 'Rename'}>
      {item && <LibraryBlockForm block={item} onSave={save} />}
    </Sheet>
  );
};

const draftName = ({ id }: BlockToSave): string => `library-block.${id ?? 'new'}`;

const LibraryBlockForm = ({ block, onSave }: { block: BlockToSave; onSave: (title: string) => unknown }) => {
  const [{ title }, setInput] = useInputDraft(draftName(block), { title: block.title });
  const result = validateProgramTitle(title);
  const isLarge = isTooLarge(block.tasks);
  return (
    <SheetForm
      submitLabel={block.id === null ? 'Save' : 'Rename'}
      canSubmit={!('error' in result) && !isLarge}
      onSubmit={() => ('error' in result ? undefined : onSave(result.value))}
    >
      <TextField
        label="Name"
        autoComplete="off"
        data-autofocus
        value={title}
        error={'error' in result ? result.error : null}
        onChange={(event) => {
          setInput({ title: event.currentTarget.value });
        }}
      />
      {isLarge && (
        <ErrorNotice title="Too large for one block">Select fewer tasks, and save them as several blocks.</ErrorNotice>
      )}
      <p className={styles.quiet}>{`${plural(block.tasks.length, 'task')}:`}</p>
      <ul className={styles.preview}>
        {block.tasks.slice(0, PREVIEWED_TASKS).map((task, index) => (
          <li key={index} dir="auto">
            {formatName(task.title)}
          </li>
        ))}
        {block.tasks.length > PREVIEWED_TASKS && <li>{`and ${String(block.tasks.length - PREVIEWED_TASKS)} more`}</li>}
      </ul>
    </SheetForm>
  );
};

const PREVIEWED_TASKS = 12;
