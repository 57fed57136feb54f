import { createTheme, type MantineColorsTuple, type PopoverProps } from '@mantine/core';

/** The one accent: petrol. Shade 8 (7 in the dark) carries white text at 5:1 or better. */
const petrol: MantineColorsTuple = [
  '#edf6f8',
  '#d9ebf0',
  '#b3d8e1',
  '#8ac5d3',
  '#64b1c3',
  '#439eb3',
  '#2a8aa0',
  '#1a7489',
  '#0f6074',
  '#084c5d',
];

/** Shade 2 is for muted text, 6 for raised surfaces, 7 for the page. */
const dark: MantineColorsTuple = [
  '#dfe3e8',
  '#c3c9d0',
  '#9aa2ac',
  '#6c747e',
  '#434a53',
  '#31373f',
  '#22272d',
  '#191d22',
  '#121519',
  '#0c0e11',
];

/** A margin within the safe areas, as they are now. */
const safePadding = (): Record<'top' | 'right' | 'bottom' | 'left', number> => {
  const style = getComputedStyle(document.documentElement);
  const sideOf = (side: string) => 8 + (parseFloat(style.getPropertyValue(`--safe-${side}`)) || 0);
  return { top: sideOf('top'), right: sideOf('right'), bottom: sideOf('bottom'), left: sideOf('left') };
};

/** A menu is on the side with more room, and no higher than that. Its paddings are read each time it is rendered. */
const fitInWindow: PopoverProps['middlewares'] = {
  shift: {
    get padding() {
      return safePadding();
    },
  },
  size: {
    get padding() {
      return safePadding();
    },
    apply: ({ availableHeight, elements }) => {
      elements.floating.style.maxHeight = `${String(Math.round(availableHeight))}px`;
    },
  },
};

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 7 },
  colors: { petrol, dark },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  headings: { fontWeight: '650' },
  fontWeights: { regular: '400', medium: '550', bold: '650' },
  black: '#14181c',
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '14px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { size: 44, variant: 'subtle', color: 'gray' } },
    Button: { defaultProps: { size: 'md' } },
    Checkbox: { defaultProps: { size: 'md' } },
    CloseButton: { defaultProps: { size: 'lg' } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Input: { defaultProps: { size: 'md' } },
    InputWrapper: { defaultProps: { size: 'md' } },
    Menu: { defaultProps: { middlewares: fitInWindow } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Popover: { defaultProps: { middlewares: fitInWindow } },
    Switch: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
  },
});
