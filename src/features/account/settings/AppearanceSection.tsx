import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { Card, Section } from '../../../ui/Page.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import { setShortcutsEnabled, shortcutsEnabled } from '../../../ui/use-shortcut.ts';
import styles from './Settings.module.css';

const COLOR_SCHEME_OPTIONS: readonly { value: MantineColorScheme; label: string }[] = [
  { value: 'auto', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export const AppearanceSection = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [shortcuts, setShortcuts] = useState(shortcutsEnabled);
  return (
    <Section title="Appearance and shortcuts">
      <Card>
        <div className={styles.fields}>
          <Segmented
            label="Theme"
            value={colorScheme}
            options={COLOR_SCHEME_OPTIONS}
            onChange={setColorScheme}
            fullWidth
          />
          <SwitchField
            label="Single-key shortcuts"
            description="Press ? anywhere to see them."
            checked={shortcuts}
            onChange={({ currentTarget }) => {
              setShortcutsEnabled(currentTarget.checked);
              setShortcuts(currentTarget.checked);
            }}
          />
        </div>
      </Card>
    </Section>
  );
};
