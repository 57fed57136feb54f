import { plural } from './format.ts';
import { Preview, PreviewRule } from './Preview.tsx';
import { SkeletonRows } from './Skeletons.tsx';

interface MovePreviewProps {
  /** How many tasks would follow; nothing while they are counted. */
  moved: { added: number; removed: number; changed: number } | undefined;
  /** Why they could not be counted, in sentences. */
  problem: string | null;
  onRetry: () => void;
}

/** What a move to another version of a program would do to somebody's tasks. */
export const MovePreview = ({ moved, problem, onRetry }: MovePreviewProps) => (
  <Preview problem={problem} onRetry={onRetry}>
    {moved === undefined ? (
      <SkeletonRows count={1} />
    ) : (
      <>
        <p>{wouldBeText(moved)}</p>
        <PreviewRule>
          Only tasks after today that nobody has touched follow the version. What is done, locked, edited or deleted
          stays as it is.
        </PreviewRule>
      </>
    )}
  </Preview>
);

const wouldBeText = ({ added, removed, changed }: NonNullable<MovePreviewProps['moved']>): string =>
  added + removed + changed === 0
    ? 'No task would change.'
    : `${plural(added, 'task')} would be added, ${String(removed)} removed, ${String(changed)} changed.`;

/** "No task had to change."; "1 task added, 2 removed, 0 changed." */
export const movedText = ({ added, removed, changed }: NonNullable<MovePreviewProps['moved']>): string =>
  added + removed + changed === 0
    ? 'No task had to change.'
    : `${plural(added, 'task')} added, ${String(removed)} removed, ${String(changed)} changed.`;
