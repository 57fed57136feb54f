import { useState } from 'react';
import { getGalleryQueue, type GalleryCandidate } from '../../../data/programs/reviews.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { joinDetails } from '../../../ui/format.ts';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { Section } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { CoachPermissions } from './CoachPermissions.tsx';
import styles from './GalleryApproval.module.css';
import { ReviewSheet } from './ReviewSheet.tsx';

/** The versions that coaches have published for others, for an admin to review, and which coaches may. */
export const GalleryApproval = () => {
  const queue = usePersistedQuery({ key: ['gallery-queue'], read: getGalleryQueue });
  const [opened, setOpenedCandidate] = useState<GalleryCandidate>();
  const [isOpened, setOpened] = useState(false);
  // A version that has left the queue, since its coach published another one, stays on screen.
  const selected = queue.data?.find(({ version_id }) => version_id === opened?.version_id) ?? opened;
  return (
    <>
      <Section
        title="Gallery approval"
        action={<QuietLink to="/admin/programs">Statistics</QuietLink>}
        detail="Each version that people could start from the gallery or by a link waits for your review. Until then they start the version that you approved last. Coaches can enroll their own clients without it."
      >
        <QueryState audience="admin" query={queue} skeletonRows={2} />
        {queue.data?.length === 0 && <EmptyState>No programs have been published for others yet.</EmptyState>}
        {queue.data && queue.data.length > 0 && (
          <ListRows label="Gallery approval">
            {queue.data.map((candidate) => (
              <ListRow
                key={candidate.version_id}
                title={candidate.title}
                detail={candidateDetail(candidate)}
                trailing={
                  <span className={styles.status} data-state={DECISION_STATES[decisionOf(candidate)]}>
                    {DECISION_LABELS[decisionOf(candidate)]}
                  </span>
                }
                onClick={() => {
                  setOpenedCandidate(candidate);
                  setOpened(true);
                }}
              />
            ))}
          </ListRows>
        )}
        {selected && (
          <ReviewSheet
            key={selected.version_id}
            candidate={selected}
            opened={isOpened}
            onClose={() => {
              setOpened(false);
            }}
            onDecided={() => queue.refetch()}
          />
        )}
      </Section>
      <CoachPermissions onDecided={() => queue.refetch()} />
    </>
  );
};

const candidateDetail = ({ number, coach, visibility, has_permission }: GalleryCandidate): string =>
  joinDetails(
    `Version ${String(number)}`,
    coach && `by ${coach}`,
    visibility === 'gallery' ? 'Gallery' : 'By link',
    visibility === 'gallery' && !has_permission && 'coach has no permission',
  );

type Decision = 'waiting' | 'approved' | 'declined';

const decisionOf = ({ is_approved }: GalleryCandidate): Decision =>
  is_approved === null ? 'waiting' : is_approved ? 'approved' : 'declined';

const DECISION_LABELS: Record<Decision, string> = {
  waiting: 'Awaiting approval',
  approved: 'Approved',
  declined: 'Declined',
};

const DECISION_STATES: Record<Decision, string> = { waiting: 'edited', approved: 'published', declined: 'declined' };
