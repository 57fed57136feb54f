import { create } from 'zustand';

/** One overlay at a time. */
export type Overlay = 'quick-log' | 'palette' | 'shortcuts' | null;

export const useOverlayStore = create<{ overlay: Overlay }>()(() => ({ overlay: null }));

export const showOverlay = (overlay: Overlay): void => {
  useOverlayStore.setState({ overlay });
};

/** Hides `overlay`, unless another one has replaced it. */
export const hideOverlay = (overlay: Overlay): void => {
  if (useOverlayStore.getState().overlay === overlay) showOverlay(null);
};
