import { create } from 'zustand';

/** What stands over the screen: one thing at a time. */
export type Overlay = 'quick-log' | 'palette' | 'shortcuts' | null;

export const useShell = create<{ overlay: Overlay }>()(() => ({ overlay: null }));

export const showOverlay = (overlay: Overlay): void => {
  useShell.setState({ overlay });
};

/** Hides `overlay`, unless another one has taken its place by now. */
export const hideOverlay = (overlay: Overlay): void => {
  if (useShell.getState().overlay === overlay) showOverlay(null);
};
