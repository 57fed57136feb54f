import type { MoveResult } from '../../data/enrollments/move-version.ts';
import { plural } from '../../ui/format.ts';
import { ActionPreview, ActionPreviewRule } from './ActionPreview.tsx';
import type { Preview } from './use-preview.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';

/** What a move to another version would change in the tasks. */
export const MoveEnrollmentPreview = ({ preview }: { preview: Preview<MoveResult> }) => (
  <ActionPreview preview={preview}>
    {preview.data === undefined ? (
      <SkeletonRows count={1} />
    ) : (
      <>
        <p>{movePreviewMessage(preview.data)}</p>
        <ActionPreviewRule>
          Only upcoming, unchanged tasks are updated. Done, locked, edited and deleted tasks stay as they are.
        </ActionPreviewRule>
      </>
    )}
  </ActionPreview>
);

const movePreviewMessage = ({ added, removed, changed }: MoveResult): string =>
  added + removed + changed === 0
    ? 'No tasks would change.'
    : `${plural(added, 'task')} would be added, ${String(removed)} removed, ${String(changed)} changed.`;

/** "No tasks changed."; "1 task added, 2 removed, 0 changed." */
export const moveResultMessage = ({ added, removed, changed }: MoveResult): string =>
  added + removed + changed === 0
    ? 'No tasks changed.'
    : `${plural(added, 'task')} added, ${String(removed)} removed, ${String(changed)} changed.`;
