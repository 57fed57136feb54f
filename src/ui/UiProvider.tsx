import './mantine-styles.ts';
import './tokens.css';
import {
  type CSSVariablesResolver,
  localStorageColorSchemeManager,
  MantineProvider,
  useComputedColorScheme,
} from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
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
    <BrowserBar />
    {children}
    <Toasts />
  </MantineProvider>
);

/** The browser's own bar takes the page's colour, also where the person has chosen the other theme. */
const BrowserBar = () => {
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const canvas = getComputedStyle(document.documentElement).getPropertyValue('--canvas');
    for (const bar of document.querySelectorAll('meta[name="theme-color"]')) bar.setAttribute('content', canvas);
  }, [scheme]);
  return null;
};
