import '@mantine/core/styles/Kbd.layer.css';
import { Kbd } from '@mantine/core';
import { Dialog } from './ConfirmDialog.tsx';
import styles from './ShortcutHelp.module.css';

export interface ShortcutEntry {
  /** As in `useShortcut`: "?", "n", "g t", "mod+k". */
  keys: string;
  /** What it does: "Log an activity". */
  label: string;
}

interface ShortcutHelpProps {
  opened: boolean;
  onClose: () => void;
  groups: readonly { title: string; entries: readonly ShortcutEntry[] }[];
}

export const ShortcutHelp = ({ opened, onClose, groups }: ShortcutHelpProps) => (
  <Dialog opened={opened} onClose={onClose} title="Keyboard shortcuts">
    {groups.map(({ title, entries }) => (
      <section key={title}>
        <h3 className={styles.group}>{title}</h3>
        <dl className={styles.entries}>
          {entries.map(({ keys, label }) => (
            <div className={styles.entry} key={keys}>
              <dt>{label}</dt>
              <dd className={styles.keys}>
                {keys.split(/[ +]/).map((key) => (
                  <Kbd key={key}>{key === 'mod' ? (isApple() ? '⌘' : 'Ctrl') : key.toUpperCase()}</Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    ))}
  </Dialog>
);

const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
