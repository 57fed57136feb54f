import { useEffect, useRef } from 'react';
import type { TemplateTask } from '../../../domain/programs/program.ts';
import { isOfInputMethod } from '../../../ui/press-guard.ts';
import type { DraftEditor } from './draft-editor.ts';
import { clearSelection, type EditorStore, taskStop } from './editor-state.ts';
import type { TemplateTaskActions } from './use-template-task-actions.ts';

/**
 * The keys of a program's editor: undo, redo, cut, copy, paste, select all, delete and Escape. In a text field and in a
 * dialog they do what they do there.
 */
export const useEditorKeys = (
  editor: DraftEditor,
  store: EditorStore,
  actions: TemplateTaskActions,
  tasks: readonly TemplateTask[],
): void => {
  const latest = useRef(tasks);
  useEffect(() => {
    latest.current = tasks;
  });
  useEffect(() => {
    /** The selection, else the task that has the focus. */
    const focused = (): TemplateTask | undefined =>
      store.getState().selected.size > 0
        ? undefined
        : latest.current.find(({ id }) => document.activeElement?.getAttribute('data-stop') === taskStop(id));
    const isThereAny = () => store.getState().selected.size > 0 || focused() !== undefined;
    const withCommand: Record<string, () => unknown> = {
      z: () => editor.undo(),
      'shift+z': () => editor.redo(),
      y: () => editor.redo(),
      x: () => {
        actions.cut(focused());
      },
      c: () => {
        actions.copy(focused());
      },
      v: () => actions.paste(store.getState().activeDay),
      a: () => {
        store.setState({ selected: new Set(latest.current.map(({ id }) => id)) });
      },
    };
    const handleKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || isOfInputMethod(event) || isInFieldOrDialog(event)) return;
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey) {
        const run = withCommand[event.shiftKey ? `shift+${key}` : key];
        // Elsewhere on the page the text is selected and copied.
        const isText =
          (key === 'a' && !isInCalendar(document.activeElement)) ||
          ((key === 'c' || key === 'x') && (!isThereAny() || document.getSelection()?.isCollapsed === false));
        if (!run || isText) return;
        event.preventDefault();
        run();
      } else if ((key === 'delete' || key === 'backspace') && isThereAny()) {
        event.preventDefault();
        void actions.remove(focused());
      } else if (key === 'escape') {
        clearSelection(store);
      }
    };
    window.addEventListener('keydown', handleKeyDown);
    return () => {
      window.removeEventListener('keydown', handleKeyDown);
    };
  }, [editor, store, actions]);
};

const isInCalendar = (element: Element | null): boolean => element?.hasAttribute('data-stop') === true;

const isInFieldOrDialog = (event: KeyboardEvent): boolean =>
  (event.target instanceof Element &&
    event.target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], [role="menu"]') !==
      null) ||
  document.querySelector('[aria-modal="true"]') !== null;
