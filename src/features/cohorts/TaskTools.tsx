import '@mantine/core/styles/Menu.layer.css';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { IconArrowBackUp, IconArrowUp, IconChevronDown, IconRefresh, IconTrash, IconX } from '../../ui/icons.ts';
import { ClearsDialog } from './ClearsDialog.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { ToolDialog } from './ToolDialog.tsx';
import styles from './TaskTools.module.css';
import { type Choice, useChoice, useChoose } from './use-choice.ts';

const TOOLS = [
  { tool: 'sync', label: 'Sync Tasks from Template', Icon: IconRefresh },
  { tool: 'clear', label: 'Clear Future Tasks', Icon: IconTrash },
  { tool: 'clears', label: 'Undo a clear', Icon: IconArrowBackUp },
  { tool: 'move', label: 'Move to a newer version', Icon: IconArrowUp },
] as const;

/** What a coach does with the tasks of the client or the cohort that is chosen; nothing where nobody is. */
export const TaskTools = ({ programId }: { programId: string }) => {
  const choice = useChoice(programId);
  return choice && <Tools key={choice.id} programId={programId} choice={choice} />;
};

const Tools = ({ programId, choice }: { programId: string; choice: Choice }) => {
  const { isOnline } = useProgramSync();
  const choose = useChoose(programId);
  const [open, setOpen] = useState<(typeof TOOLS)[number]['tool'] | null>(null);
  const close = () => {
    setOpen(null);
  };
  return (
    <div className={styles.tools} role="group" aria-label={`For ${choice.name}`}>
      <div className={styles.chosen}>
        <span className={styles.name}>For {choice.name}</span>
        <ActionIcon aria-label={`Stop choosing ${choice.name}`} onClick={() => void choose(null)}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </div>
      <Menu
        position="bottom-start"
        width={280}
        shadow="md"
        hideDetached={false}
        // Both for screen readers: it belongs to the page's main part, and has nothing but its items in it.
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 100 }}
      >
        <Menu.Target>
          <Button variant="default" fullWidth rightSection={<IconChevronDown size={16} aria-hidden />}>
            {choice.kind === 'client' ? 'Client Tools' : 'Cohort Tools'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {!isOnline && <Menu.Label>The tools need a connection.</Menu.Label>}
          {TOOLS.map(({ tool, label, Icon }) => (
            <Menu.Item
              key={tool}
              className={styles.item ?? ''}
              disabled={!isOnline}
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
      {!isOnline && (
        <p role="status" className={styles.offline}>
          Offline: the tools need a connection.
        </p>
      )}
      <ToolDialog tool="sync" opened={open === 'sync'} onClose={close} programId={programId} choice={choice} />
      <ToolDialog tool="clear" opened={open === 'clear'} onClose={close} programId={programId} choice={choice} />
      <MoveDialog opened={open === 'move'} onClose={close} programId={programId} choice={choice} />
      <ClearsDialog opened={open === 'clears'} onClose={close} programId={programId} choice={choice} />
    </div>
  );
};
