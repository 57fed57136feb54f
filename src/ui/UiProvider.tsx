import './mantine-styles.ts';
import './tokens.css';
import { type CSSVariablesResolver, localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { theme } from './theme.ts';
import { Toasts } from './Toasts.tsx';

const colorSchemeManager = localStorageColorSchemeManager({ key: 'cadence.theme' });

/** Quiet buttons and links have the same accent in both themes. */
const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {},
  dark: { '--mantine-color-petrol-light-color': 'var(--accent)' },
});

/** Theme, styles and toasts for everything below. The theme follows the system until the person chooses. */
export const UiProvider = ({ children }: { children: ReactNode }) => (
  <MantineProvider
    theme={theme}
    defaultColorScheme="auto"
    colorSchemeManager={colorSchemeManager}
    cssVariablesResolver={cssVariables}
  >
    {children}
    <Toasts />
  </MantineProvider>
);
