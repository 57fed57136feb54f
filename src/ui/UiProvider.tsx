import './mantine-styles.ts';
import './tokens.css';
import {
  type CSSVariablesResolver,
  localStorageColorSchemeManager,
  MantineProvider,
  useComputedColorScheme,
} from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { guardPresses } from './press-guard.ts';
import { theme } from './theme.ts';
import { Toasts } from './Toasts.tsx';

const colorSchemeManager = localStorageColorSchemeManager({ key: 'cadence.theme' });

/** Subtle buttons and links have the same accent in both themes. */
const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {},
  dark: { '--mantine-color-petrol-light-color': 'var(--accent)' },
});

/** Theme, styles, toasts, and the guard against presses that were not meant. The theme follows the system until the person chooses one. */
export const UiProvider = ({ children }: { children: ReactNode }) => (
  <MantineProvider
    theme={theme}
    defaultColorScheme="auto"
    colorSchemeManager={colorSchemeManager}
    cssVariablesResolver={cssVariables}
  >
    <ThemeColorMeta />
    <PressGuard />
    {children}
    <Toasts />
  </MantineProvider>
);

const PressGuard = () => {
  useEffect(() => guardPresses(window), []);
  return null;
};

/** Gives the browser's toolbar the colour of the page, also if the chosen theme is not the system's. */
const ThemeColorMeta = () => {
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const canvas = getComputedStyle(document.documentElement).getPropertyValue('--canvas');
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.setAttribute('content', canvas);
  }, [scheme]);
  return null;
};
