import type { Role } from '../../domain/profiles/profile.ts';
import { ShortcutHelp } from '../../ui/ShortcutHelp.tsx';
import { navItemsOf, navigationOf } from './navigation.ts';

interface ShortcutsProps {
  opened: boolean;
  onClose: () => void;
  role: Role;
}

/** The shortcuts that the role has. */
export const Shortcuts = ({ opened, onClose, role }: ShortcutsProps) => (
  <ShortcutHelp
    opened={opened}
    onClose={onClose}
    groups={[
      {
        title: 'Anywhere',
        entries: [
          ...(navigationOf(role).canLog ? [{ keys: 'n', label: 'Log an activity' }] : []),
          { keys: 'mod+k', label: 'Search commands' },
          { keys: '?', label: 'Show keyboard shortcuts' },
        ],
      },
      {
        title: 'Go to',
        entries: navItemsOf(role).flatMap(({ keys, label }) => (keys === undefined ? [] : [{ keys, label }])),
      },
    ]}
  />
);
