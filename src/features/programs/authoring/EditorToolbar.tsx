import { useStore } from 'zustand';
import { ActionIcon, Button } from '../../../ui/Button.tsx';
import { SelectField } from '../../../ui/Fields.tsx';
import { plural } from '../../../ui/format.ts';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBookmark,
  IconClipboard,
  IconCut,
  IconCopy,
  IconTrash,
  IconX,
} from '../../../ui/icons.ts';
import { useDraftEditor, useHistorySteps } from './draft-editor.ts';
import styles from './EditorToolbar.module.css';
import { clearSelection, useClipboard, useEditorStore } from './editor-state.ts';
import type { TemplateTaskActions } from './use-template-task-actions.ts';

interface EditorToolbarProps {
  actions: TemplateTaskActions;
  isLibraryOpen: boolean;
  onToggleLibrary: () => void;
  /** Where all weeks are on one page: scrolls to one. */
  goToWeek: { weekCount: number; onGo: (week: number) => void } | null;
}

/** Undo and redo, what can be done with the selected tasks, and the library. */
export const EditorToolbar = ({ actions, isLibraryOpen, onToggleLibrary, goToWeek }: EditorToolbarProps) => {
  const editor = useDraftEditor();
  const store = useEditorStore();
  const { undo, redo } = useHistorySteps(editor);
  const count = useStore(store, ({ selected }) => selected.size);
  const activeDay = useStore(store, (state) => state.activeDay);
  const clipboard = useClipboard((state) => state.clipboard);
  return (
    <div className={styles.toolbar} role="group" aria-label="Edit the program">
      <ActionIcon
        variant="default"
        aria-label={undo === null ? 'Undo' : `Undo: ${undo}`}
        title={undo === null ? 'Nothing to undo' : `Undo: ${undo} (Ctrl+Z)`}
        aria-disabled={undo === null}
        data-disabled={undo === null}
        onClick={() => editor.undo()}
      >
        <IconArrowBackUp size={20} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={redo === null ? 'Redo' : `Redo: ${redo}`}
        title={redo === null ? 'Nothing to redo' : `Redo: ${redo} (Ctrl+Y)`}
        aria-disabled={redo === null}
        data-disabled={redo === null}
        onClick={() => editor.redo()}
      >
        <IconArrowForwardUp size={20} aria-hidden />
      </ActionIcon>
      {count > 0 && (
        <div className={styles.group} role="group" aria-label="Selected tasks">
          <span className={styles.count} role="status">{`${plural(count, 'task')} selected`}</span>
          <ActionIcon
            aria-label="Cut"
            title="Cut (Ctrl+X)"
            onClick={() => {
              actions.cut();
            }}
          >
            <IconCut size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label="Copy"
            title="Copy (Ctrl+C)"
            onClick={() => {
              actions.copy();
            }}
          >
            <IconCopy size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label="Save to library"
            title="Save to library"
            onClick={() => {
              actions.saveToLibrary();
            }}
          >
            <IconBookmark size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon aria-label="Delete" title="Delete (Del)" onClick={() => actions.remove()}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label="Clear selection"
            title="Clear selection (Esc)"
            onClick={() => {
              clearSelection(store);
            }}
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </div>
      )}
      {clipboard && (
        <Button
          variant="default"
          leftSection={<IconClipboard size={18} aria-hidden />}
          onClick={() => actions.paste(activeDay)}
        >
          {`Paste on day ${String(activeDay)}`}
        </Button>
      )}
      <span className={styles.space} />
      {goToWeek && goToWeek.weekCount > 2 && (
        <SelectField
          aria-label="Go to week"
          className={styles.jump ?? ''}
          value=""
          data={[
            { value: '', label: 'Go to week' },
            ...Array.from({ length: goToWeek.weekCount }, (_, index) => ({
              value: String(index + 1),
              label: `Week ${String(index + 1)}`,
            })),
          ]}
          onChange={(event) => {
            goToWeek.onGo(Number(event.currentTarget.value));
          }}
        />
      )}
      <Button
        variant="default"
        leftSection={<IconBookmark size={18} aria-hidden />}
        aria-expanded={isLibraryOpen}
        onClick={onToggleLibrary}
      >
        Library
      </Button>
    </div>
  );
};
