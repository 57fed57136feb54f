import { createContext, useContext } from 'react';
import { create } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BlockTask } from '../../../domain/programs/program.ts';

/** What is selected and focused in one open program. */
export interface EditorState {
  /** Ids of tasks. */
  selected: ReadonlySet<string>;
  /** Ids of the tasks that are being dragged. */
  dragged: readonly string[];
  /** Where a range begins: the id of the task that was selected last. */
  anchor: string | null;
  /** The program day that was focused last; tasks are pasted there. */
  activeDay: number;
  /** What Tab reaches in the calendar: `day 5`, `task ID`. */
  stop: string;
  /** The stop that takes the focus once it is rendered. */
  pendingFocus: string | null;
}

export type EditorStore = StoreApi<EditorState>;

export const createEditorStore = (): EditorStore =>
  createStore<EditorState>(() => ({
    selected: new Set<string>(),
    dragged: [],
    anchor: null,
    activeDay: 1,
    stop: dayStop(1),
    pendingFocus: null,
  }));

export const dayStop = (day: number): string => `day ${String(day)}`;
export const taskStop = (id: string): string => `task ${id}`;

const EditorStoreContext = createContext<EditorStore | null>(null);

export const EditorStoreProvider = EditorStoreContext.Provider;

/** @throws Error outside of a program's editor. */
export const useEditorStore = (): EditorStore => {
  const store = useContext(EditorStoreContext);
  if (!store) throw new Error('There is no program around.');
  return store;
};

/**
 * Selects a task as a click does: alone, in addition to the others (`toggle`), or all from the last one to it (`range`),
 * in the order of `ids`.
 */
export const selectTask = (store: EditorStore, ids: readonly string[], id: string, mode: 'toggle' | 'range'): void => {
  store.setState(({ selected, anchor }) => {
    const [from, to] = [ids.indexOf(anchor ?? id), ids.indexOf(id)];
    if (mode === 'range' && from >= 0 && to >= 0) {
      return { selected: new Set([...selected, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)]) };
    }
    const others = [...selected].filter((one) => one !== id);
    return { selected: new Set(selected.has(id) ? others : [...others, id]), anchor: id };
  });
};

export const clearSelection = (store: EditorStore): void => {
  store.setState({ selected: new Set(), anchor: null });
};

/** How long an edit may take until what it moves is rendered in its new place. */
const FOCUS_WAIT_MS = 2_000;

/** Makes a stop the one that Tab reaches, and gives it the focus where it is, or where it is rendered next. */
export const focusStop = (store: EditorStore, stop: string): void => {
  store.setState({ stop, pendingFocus: stop });
  setTimeout(() => {
    endFocusWait(store, stop);
  }, FOCUS_WAIT_MS);
};

/** What is rendered from now on takes the focus no longer. @param stop the one that is waited for, or any. */
export const endFocusWait = (store: EditorStore, stop?: string): void => {
  const { pendingFocus } = store.getState();
  if (pendingFocus !== null && (stop === undefined || pendingFocus === stop)) store.setState({ pendingFocus: null });
};

/** The tasks that were cut or copied last, in any program of this tab. */
export type Clipboard =
  | { kind: 'copied'; block: readonly BlockTask[] }
  /** They are moved when they are pasted, and stay until then. */
  | { kind: 'cut'; programId: string; ids: readonly string[]; block: readonly BlockTask[] };

export const useClipboard = create<{ clipboard: Clipboard | null }>()(() => ({ clipboard: null }));

export const setClipboard = (clipboard: Clipboard | null): void => {
  useClipboard.setState({ clipboard });
};
