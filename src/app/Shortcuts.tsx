import type { Role } from '../domain/profile.ts';
import { ShortcutHelp } from '../ui/ShortcutHelp.tsx';
import { destinationsOf, navigationOf } from './navigation.ts';

interface ShortcutsProps {
  opened: boolean;
  onClose: () => void;
  role: Role;
}

/** The shortcuts that this person has. */
export const Shortcuts = ({ opened, onClose, role }: ShortcutsProps) => (
  <ShortcutHelp
    opened={opened}
    onClose={onClose}
    groups={[
      {
        title: 'Anywhere',
        entries: [
          ...(navigationOf(role).logs ? [{ keys: 'n', label: 'Log an activity' }] : []),
          { keys: 'mod+k', label: 'Commands' },
          { keys: '?', label: 'This help' },
        ],
      },
      {
        title: 'Go to',
        entries: destinationsOf(role).flatMap(({ keys, label }) => (keys === undefined ? [] : [{ keys, label }])),
      },
    ]}
  />
);
