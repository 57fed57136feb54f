import { versionsNewestFirst } from '../../../domain/programs/version.ts';
import { getProgramsWithTasks } from '../../../data/programs/drafts.ts';
import { usePublishedVersions } from '../../../data/programs/use-published-versions.ts';
import type { EnrolleeSelection } from '../../../shared/coaching/use-enrollee-selection.ts';
import { PublicationEffect } from '../../../shared/programs/PublicationEffect.tsx';
import { publicationStatusOf } from '../../../shared/programs/publication-status.ts';
import { usePublishProgram } from '../../../shared/programs/use-publish-program.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';

interface NewerContentNoticeProps {
  programId: string;
  selection: EnrolleeSelection;
  /** Opens the move to the newest version, with its preview. */
  onMove: () => void;
}

/**
 * Says where a program has content that the selected people’s version lacks: a newer version, or unpublished changes. A sync
 * makes tasks of their own version alone.
 */
export const NewerContentNotice = ({ programId, selection, onMove }: NewerContentNoticeProps) => {
  const versions = usePublishedVersions();
  const programs = useLiveQuery(getProgramsWithTasks, []);
  const item = programs?.find(({ program }) => program.id === programId);
  const publish = usePublishProgram(onMove);
  const own = versions.data?.find(({ id }) => id === selection.versionId);
  const [newest] = versionsNewestFirst(versions.data ?? [], programId);
  if (!own || !newest) return null;
  if (item && publicationStatusOf(item, versions.data).state === 'edited') {
    return (
      <ErrorNotice
        tone="info"
        title="The program has unpublished changes."
        action={
          <Button
            variant="default"
            size="compact-md"
            loading={publish.isPending}
            onClick={() => publish.mutate(item.program)}
          >
            Publish and move
          </Button>
        }
      >
        <p>{`A sync uses version ${String(own.number)}, without them. Publish them as a new version, then see what a move would change.`}</p>
        <PublicationEffect programWithTasks={item} />
      </ErrorNotice>
    );
  }
  if (newest.number === own.number) return null;
  return (
    <ErrorNotice
      tone="info"
      title={`Version ${String(newest.number)} is available.`}
      action={
        <Button variant="default" size="compact-md" onClick={onMove}>
          Move to it
        </Button>
      }
    >
      {`A sync uses version ${String(own.number)}, which ${selection.name === 'You' ? 'you are' : 'they are'} on.`}
    </ErrorNotice>
  );
};
