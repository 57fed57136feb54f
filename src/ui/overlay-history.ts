import { type RouterHistory, useRouter } from '@tanstack/react-router';
import { useEffect, useId, useRef } from 'react';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The overlays (sheets, dialogs, the palette) that are open at this entry, from the lowest to the topmost. */
    overlays?: readonly string[];
  }
}

/** Overlays that are on screen. */
const openOverlays = new Set<string>();

const overlaysAt = (history: RouterHistory): readonly string[] => history.location.state.overlays ?? [];

/**
 * Gives an overlay a history entry while it is `opened`, so that Back closes it and not the page. Closing it in
 * another way removes the entry.
 *
 * @param name the same after a reload, for an overlay that reopens itself; by default each overlay has its own.
 */
export const useOverlayEntry = (
  opened: boolean,
  onClose: () => void,
  { name, isEnabled = true }: { name?: string | undefined; isEnabled?: boolean } = {},
): void => {
  const router = useRouter();
  const ownId = useId();
  const id = name ?? ownId;
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useEffect(() => {
    if (!opened || !isEnabled) return undefined;
    const { history } = router;
    openOverlays.add(id);
    let hasEntry = overlaysAt(history).includes(id);
    if (!hasEntry) {
      // Its entry is there when the navigation has been committed, which is at once.
      void router.navigate({
        to: '.',
        search: true,
        hash: true,
        state: (state) => ({ ...state, overlays: [...overlaysAt(history), id] }),
        resetScroll: false,
      });
      hasEntry = overlaysAt(history).includes(id);
    }
    const unsubscribe = history.subscribe(({ action }) => {
      const isHere = overlaysAt(history).includes(id);
      if (hasEntry && !isHere && TRAVERSALS.has(action.type)) latest.current();
      hasEntry = isHere;
    });
    return () => {
      unsubscribe();
      openOverlays.delete(id);
      queueMicrotask(() => {
        removeClosedEntries(history);
      });
    };
  }, [router, id, opened, isEnabled]);
};

const TRAVERSALS: ReadonlySet<string> = new Set(['BACK', 'FORWARD', 'GO']);

/** Histories that are going back, with the navigations that wait for it. */
const goingBack = new WeakMap<RouterHistory, (() => void)[]>();

/** Leaves the entries of overlays that are closed, where the current one is such an entry. */
const removeClosedEntries = (history: RouterHistory): void => {
  const overlays = overlaysAt(history);
  const lastOpen = overlays.findLastIndex((id) => openOverlays.has(id));
  const closed = overlays.length - 1 - lastOpen;
  if (closed === 0 || goingBack.has(history)) return;
  goingBack.set(history, []);
  history.go(-closed);
};

/**
 * Keeps the entries of closed overlays out of the way: a navigation from an overlay replaces its entry, and Back and
 * Forward pass over entries of overlays that are closed.
 *
 * @param reopened names of overlays that open themselves at their entry.
 */
export const manageOverlayEntries = (history: RouterHistory, reopened: readonly string[] = []): void => {
  const push = history.push.bind(history);
  history.push = (path, state, options) => {
    const waiting = goingBack.get(history);
    const isOverlay = (state as { overlays?: unknown } | undefined)?.overlays !== undefined;
    if (waiting) waiting.push(() => history.push(path, state, options));
    else if (overlaysAt(history).length > 0 && !isOverlay) history.replace(path, state, options);
    else push(path, state, options);
  };
  const isClosed = (): boolean => {
    const overlays = overlaysAt(history);
    return overlays.length > 0 && !overlays.some((id) => openOverlays.has(id) || reopened.includes(id));
  };
  history.subscribe(({ action }) => {
    if (!TRAVERSALS.has(action.type)) return;
    const waiting = goingBack.get(history) ?? [];
    goingBack.delete(history);
    for (const navigate of waiting) navigate();
    if (waiting.length === 0 && isClosed()) history.back();
  });
  // Those that were open before a reload.
  if (isClosed()) history.back();
};
