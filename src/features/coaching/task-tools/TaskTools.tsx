import '@mantine/core/styles/Menu.layer.css';
import { Menu } from '@mantine/core';
import { useState } from 'react';
import { ActionIcon, Button } from '../../../ui/Button.tsx';
import { IconArrowBackUp, IconArrowUp, IconChevronDown, IconRefresh, IconTrash, IconX } from '../../../ui/icons.ts';
import { ClearsDialog } from './ClearsDialog.tsx';
import { MoveEnrollmentDialog } from './MoveEnrollmentDialog.tsx';
import { OfflineHint } from '../../../shared/sync/OfflineHint.tsx';
import { TaskToolDialog } from './TaskToolDialog.tsx';
import styles from './TaskTools.module.css';
import {
  type EnrolleeSelection,
  useEnrolleeSelection,
  useSelectEnrollee,
} from '../../../shared/coaching/use-enrollee-selection.ts';

const TASK_TOOLS = [
  { tool: 'sync', label: 'Sync tasks from template', Icon: IconRefresh },
  { tool: 'clear', label: 'Clear future tasks', Icon: IconTrash },
  { tool: 'clears', label: 'Undo a clear', Icon: IconArrowBackUp },
  { tool: 'move', label: 'Move to another version', Icon: IconArrowUp },
] as const;

/** The tools for the selected client or cohort; nothing without a selection. */
export const TaskTools = ({ programId }: { programId: string }) => {
  const selection = useEnrolleeSelection(programId);
  return selection && <TaskToolsMenu key={selection.id} programId={programId} selection={selection} />;
};

const TaskToolsMenu = ({ programId, selection }: { programId: string; selection: EnrolleeSelection }) => {
  const select = useSelectEnrollee(programId);
  const [open, setOpen] = useState<(typeof TASK_TOOLS)[number]['tool'] | null>(null);
  const close = () => {
    setOpen(null);
  };
  return (
    <div className={styles.tools} role="group" aria-label={`For ${selection.name}`}>
      <div className={styles.selection}>
        <span className={styles.name}>
          For <bdi>{selection.name}</bdi>
        </span>
        <ActionIcon aria-label={`Deselect ${selection.name}`} onClick={() => select(null)}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </div>
      <Menu
        position="bottom-start"
        width={280}
        shadow="md"
        hideDetached={false}
        // Both for screen readers: the menu is inside the main landmark, and contains only its items.
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 100 }}
      >
        <Menu.Target>
          <Button variant="default" fullWidth rightSection={<IconChevronDown size={16} aria-hidden />}>
            {selection.kind === 'client' ? 'Client tools' : 'Cohort tools'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {TASK_TOOLS.map(({ tool, label, Icon }) => (
            <Menu.Item
              key={tool}
              className={styles.item ?? ''}
              leftSection={<Icon size={18} aria-hidden />}
              onClick={() => {
                setOpen(tool);
              }}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <OfflineHint>These tools need a connection.</OfflineHint>
      <TaskToolDialog
        tool="sync"
        opened={open === 'sync'}
        onClose={close}
        programId={programId}
        selection={selection}
        onMove={() => {
          setOpen('move');
        }}
      />
      <TaskToolDialog
        tool="clear"
        opened={open === 'clear'}
        onClose={close}
        programId={programId}
        selection={selection}
        onMove={close}
      />
      <MoveEnrollmentDialog opened={open === 'move'} onClose={close} programId={programId} selection={selection} />
      <ClearsDialog opened={open === 'clears'} onClose={close} programId={programId} selection={selection} />
    </div>
  );
};
