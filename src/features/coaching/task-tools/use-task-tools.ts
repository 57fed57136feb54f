import {
  clearTasks,
  previewClear,
  previewSync,
  syncTasks,
  type TaskToolResult,
  type TaskToolRequest,
  undoClear,
} from '../../../data/enrollments/task-tools.ts';
import { usePreview } from '../../../shared/previews/use-preview.ts';
import { useRequestId } from '../../../shared/previews/use-request-id.ts';
import { plural } from '../../../ui/format.ts';
import { showToast, showUndoToast } from '../../../ui/toast.tsx';
import { previewErrorMessage, useCoachingMutation } from '../../../shared/coaching/use-coaching-mutation.ts';
import { useInvalidate } from '../../../shared/coaching/use-invalidate.ts';

export type TaskTool = 'sync' | 'clear';

export const useTaskToolPreview = (tool: TaskTool, request: TaskToolRequest, enabled: boolean) =>
  usePreview({
    key: ['tool-preview', tool, request],
    read: (): Promise<TaskToolResult> => (tool === 'sync' ? previewSync(request) : previewClear(request)),
    enabled,
    errorMessageOf: previewErrorMessage,
  });

export const useUndoClear = (programId: string) => {
  const invalidate = useInvalidate();
  return useCoachingMutation({
    // A clear is undone once: its own id makes that harmless to repeat.
    mutate: (clearId: string) => undoClear(programId, clearId, clearId),
    errorDetail: 'The tasks are still cleared.',
    onDone: (restored) => {
      showToast(
        restored === 0
          ? 'Nothing to restore: the tasks already exist, or their owner deleted them.'
          : `Restored ${plural(restored, 'task')}.`,
      );
      return invalidate();
    },
  });
};

/** Runs a tool, then shows how many tasks it changed. A clear can be undone from its toast. */
export const useTaskTool = (tool: TaskTool, request: TaskToolRequest, onDone: () => void) => {
  const invalidate = useInvalidate();
  const undo = useUndoClear(request.programId);
  const requestId = useRequestId([tool, request]);
  return useCoachingMutation({
    mutate: async () => {
      if (tool === 'clear') return clearTasks(request, requestId);
      return { ...(await syncTasks(request, requestId)), clearId: null };
    },
    errorDetail: tool === 'sync' ? 'Trying again creates no duplicates.' : 'The tasks were not cleared.',
    onDone: ({ count, clearId }) => {
      onDone();
      if (tool === 'sync') showToast(`Created ${plural(count, 'task')}.`);
      else if (clearId === null) showToast('There was nothing left to clear.');
      else {
        showUndoToast(`Cleared ${plural(count, 'task')}. You can undo this for 30 days.`, () => undo.mutate(clearId));
      }
      return invalidate();
    },
  });
};
