import '@mantine/spotlight/styles.layer.css';
import {
  createSpotlight,
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from '@mantine/spotlight';
import { useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Role } from '../../domain/profiles/profile.ts';
import { matchesTerms, searchableText, searchTerms } from '../../domain/values/fold.ts';
import { useSyncStore } from '../../sync/sync-store.ts';
import { IconKeyboard, IconMoon, IconPlus, IconRefresh, IconSearch, IconSun } from '../../ui/icons.ts';
import { useOverlayEntry } from '../../ui/overlay-history.ts';
import { formatName } from '../../ui/format-name.ts';
import styles from './CommandPalette.module.css';
import { navItemsOf, navigationOf } from './navigation.ts';
import { showOverlay } from './overlay-store.ts';
import { usePaletteRecords } from './palette-records.ts';

const [paletteStore, palette] = createSpotlight();

/** From the top and the bottom of the window. */
const OFFSET = 'calc(max(min(80px, 5dvh), var(--safe-top), var(--safe-bottom)))';

export interface CommandPaletteProps {
  opened: boolean;
  onClose: () => void;
  role: Role;
}

/** Finds screens, common actions and records by typing. */
export const CommandPalette = ({ opened, onClose, role }: CommandPaletteProps) => {
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();

  useEffect(() => {
    if (opened) palette.open();
    else palette.close();
  }, [opened]);

  useOverlayEntry(opened, onClose);

  const [query, setQuery] = useState('');
  const terms = searchTerms(query);
  const commands = [
    ...(navigationOf(role).canLog
      ? [{ id: 'log', label: 'Log an activity', Icon: IconPlus, run: () => showOverlay('quick-log') }]
      : []),
    ...navItemsOf(role).map(({ to, label, Icon }) => ({
      id: to,
      label,
      Icon,
      run: () => void navigate({ to }),
    })),
    { id: 'sync', label: 'Sync now', Icon: IconRefresh, run: () => void useSyncStore.getState().syncWithCloud() },
    { id: 'light', label: 'Light theme', Icon: IconSun, run: () => setColorScheme('light') },
    { id: 'dark', label: 'Dark theme', Icon: IconMoon, run: () => setColorScheme('dark') },
    { id: 'keys', label: 'Keyboard shortcuts', Icon: IconKeyboard, run: () => showOverlay('shortcuts') },
  ]
    .filter(({ label }) => matchesTerms(searchableText(label), terms))
    .map(({ id, label, Icon, run }) => ({
      id,
      label,
      leftSection: <Icon size={20} stroke={1.8} aria-hidden />,
      onClick: run,
    }));
  const records = usePaletteRecords(role, query, opened).map(({ label, records }) => ({
    group: label,
    actions: records.map(({ id, label: name, detail, link }) => ({
      id,
      label: formatName(name),
      description: detail,
      onClick: () => navigate(link),
    })),
  }));
  const actions: (SpotlightActionData | SpotlightActionGroupData)[] =
    records.length === 0
      ? commands
      : [...(commands.length > 0 ? [{ group: 'Pages and commands', actions: commands }] : []), ...records];

  return (
    <Spotlight
      store={paletteStore}
      actions={actions}
      // The actions are those that were found.
      filter={(_, found) => found}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      nothingFound={`No results for “${query.trim()}”.`}
      scrollable
      yOffset={OFFSET}
      maxHeight={`calc(min(380px, 100dvh - 2 * ${OFFSET}))`}
      classNames={{ inner: styles.inner ?? '', actionsList: styles.list ?? '' }}
      radius="lg"
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      onSpotlightClose={() => {
        if (opened) onClose();
      }}
      searchProps={{
        placeholder: 'Search or go to …',
        'aria-label': 'Search pages, commands and records',
        leftSection: <IconSearch size={20} aria-hidden />,
      }}
    />
  );
};
