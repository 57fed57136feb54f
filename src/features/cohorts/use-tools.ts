import { useQueryClient } from '@tanstack/react-query';
import { clearTasks, syncTasks, type ToolAnswer, type ToolRequest, undoClear } from '../../remote/task-tools.ts';
import { useAskedAnew } from '../../remote/use-asked-anew.ts';
import { plural } from '../../ui/format.ts';
import { showToast, showUndo } from '../../ui/toast.tsx';
import { useDeed } from './use-deed.ts';

export type Tool = 'sync' | 'clear';

/** What a tool would do now. */
export const usePreview = (tool: Tool, request: ToolRequest, enabled: boolean) =>
  useAskedAnew({
    key: ['tool-preview', tool, request],
    read: (): Promise<ToolAnswer> => (tool === 'sync' ? syncTasks(request, true) : clearTasks(request, true)),
    enabled,
  });

/** Under this TanStack Query has the lists of clears. */
export const CLEARS = 'clears';

/** What is shown of people's tasks is not true any more after a tool. */
export const useOutdating = () => {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({ predicate: ({ queryKey: [about] }) => about === 'asked' || about === CLEARS });
};

export const useUndoClear = (programId: string) => {
  const outdate = useOutdating();
  return useDeed({
    work: (clearId: string) => undoClear(programId, clearId),
    kept: 'The tasks are still cleared.',
    done: (restored) => {
      showToast(
        restored === 0
          ? 'There was nothing to bring back: all of it is there, or was deleted by them.'
          : `${plural(restored, 'task')} brought back.`,
      );
      return outdate();
    },
  });
};

/** Does what was previewed, and says how many tasks it was. A clear can be undone from its toast. */
export const useTool = (tool: Tool, request: ToolRequest, onDone: () => void) => {
  const outdate = useOutdating();
  const undo = useUndoClear(request.programId);
  return useDeed({
    work: async () => {
      if (tool === 'clear') return clearTasks(request, false);
      return { ...(await syncTasks(request, false)), clearId: null };
    },
    kept: tool === 'sync' ? 'Nothing is made twice.' : 'The tasks are still there.',
    done: ({ count, clearId }) => {
      onDone();
      if (tool === 'sync') showToast(`${plural(count, 'task')} made.`);
      else if (clearId === null) showToast('There was nothing to clear any more.');
      else {
        showUndo(`${plural(count, 'task')} cleared. You can undo it for 30 days.`, () => {
          undo.mutate(clearId);
        });
      }
      return outdate();
    },
  });
};
