import { useDraggable } from '@dnd-kit/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { deleteLibraryBlock, getLibrary } from '../../../data/programs/library.ts';
import { blockDays } from '../../../domain/programs/block.ts';
import type { LibraryBlock } from '../../../domain/programs/program.ts';
import { matchesTerms, searchableText, searchTerms } from '../../../domain/values/fold.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { REJECTED_LABEL, useIsRejected } from '../../../shared/sync/rejected-row.tsx';
import { useDatabase, useLiveQuery } from '../../../store/live-query.ts';
import { restoreRow } from '../../../store/write.ts';
import { ActionIcon } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/Fields.tsx';
import { joinDetails, plural } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { IconEdit, IconPlus, IconSearch, IconTrash } from '../../../ui/icons.ts';
import { ignorePortalEvents } from '../../../ui/ignore-portal-events.ts';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import { showUndoToast } from '../../../ui/toast.tsx';
import type { DragContent } from './calendar-drop.ts';
import { useEditorStore } from './editor-state.ts';
import styles from './LibraryPanel.module.css';
import type { TemplateTaskActions } from './use-template-task-actions.ts';

interface LibraryPanelProps {
  actions: TemplateTaskActions;
  onRename: (block: LibraryBlock) => void;
  /** Where blocks can be dragged to days. */
  canDrag: boolean;
}

/** The coach's saved tasks and blocks, with a search through their titles and tasks. */
export const LibraryPanel = ({ actions, onRename, canDrag }: LibraryPanelProps) => {
  const library = useLiveQuery(getLibrary, []);
  const [query, setQuery] = useState('');
  const terms = searchTerms(query);
  const found = library?.filter(({ title, tasks }) =>
    matchesTerms(searchableText(title, ...tasks.flatMap((task) => [task.title, task.notes])), terms),
  );
  return (
    <section className={styles.panel} aria-label="Library" data-library-panel={canDrag || undefined}>
      {library && library.length > 0 && (
        <TextField
          type="search"
          aria-label="Search the library"
          placeholder="Search the library"
          leftSection={<IconSearch size={18} aria-hidden />}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
          }}
        />
      )}
      {library?.length === 0 && (
        <p className={styles.quiet}>
          Nothing is saved yet. Choose “Save to library…” in the menu of a task, or select several tasks and save them
          as one block.
        </p>
      )}
      {library && library.length > 0 && found?.length === 0 && <p role="status">Nothing found.</p>}
      {found && found.length > 0 && (
        <ul className={styles.blocks} aria-label="Saved tasks and blocks">
          {found.map((block) => (
            <LibraryItem key={block.id} block={block} actions={actions} onRename={onRename} canDrag={canDrag} />
          ))}
        </ul>
      )}
      {canDrag && library && library.length > 0 && (
        <p className={styles.quiet}>Drag onto a day, or press + to insert on the day that you are on.</p>
      )}
    </section>
  );
};

interface LibraryItemProps extends LibraryPanelProps {
  block: LibraryBlock;
}

const LibraryItem = ({ block, actions, onRename, canDrag }: LibraryItemProps) => {
  const db = useDatabase();
  const { title, tasks } = block;
  const isRejected = useIsRejected(block.id);
  const activeDay = useStore(useEditorStore(), (state) => state.activeDay);
  const { listeners, setNodeRef, isDragging } = useDraggable({
    id: `block ${block.id}`,
    data: { kind: 'block', title, block: tasks } satisfies DragContent,
    disabled: !canDrag,
  });
  const { onMouseDown, onTouchStart } = ignorePortalEvents(listeners);
  const days = blockDays(tasks);
  const remove = () =>
    withSaveErrorToast(async () => {
      await deleteLibraryBlock(db, block.id);
      showUndoToast(`Deleted “${title}” from the library.`, () =>
        withSaveErrorToast(() => restoreRow(db, 'library_blocks', block)),
      );
    });
  return (
    <li
      ref={setNodeRef}
      className={styles.block}
      data-dragging={isDragging || undefined}
      data-draggable={canDrag || undefined}
      onMouseDown={onMouseDown}
      onTouchStart={onTouchStart}
    >
      <div className={styles.text}>
        <span className={styles.title} dir="auto">
          {formatName(title)}
        </span>
        <span className={styles.detail}>
          {joinDetails(
            isRejected && REJECTED_LABEL,
            plural(tasks.length, 'task'),
            days > 1 && `over ${plural(days, 'day')}`,
          )}
        </span>
      </div>
      <ActionIcon
        aria-label={`Insert ${formatName(title)} on day ${String(activeDay)}`}
        title={`Insert on day ${String(activeDay)}`}
        onClick={() => actions.insertBlock(title, tasks, activeDay)}
      >
        <IconPlus size={18} aria-hidden />
      </ActionIcon>
      <RowMenu
        subject={title}
        items={[
          {
            label: 'Rename…',
            icon: <IconEdit size={18} aria-hidden />,
            onSelect: () => {
              onRename(block);
            },
          },
          { label: 'Delete', icon: <IconTrash size={18} aria-hidden />, danger: true, onSelect: remove },
        ]}
      />
    </li>
  );
};
