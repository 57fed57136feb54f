import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useActionMutation } from '../../../shared/errors/use-action-mutation.ts';
import { Button } from '../../../ui/Button.tsx';
import { TransportFailure } from '../../../contract/transport-failure.ts';
import {
  approveProgram,
  getGalleryCandidates,
  type GalleryCandidate,
  getVersionPreviewByNumber,
} from '../../../data/programs/versions.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { RetryNotice } from '../../../shared/queries/RetryNotice.tsx';
import { Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { showErrorToast, showToast } from '../../../ui/toast.tsx';
import { requestErrorMessage } from '../../../shared/errors/request-error-message.ts';
import { VersionPreviewContent } from './VersionPreviewContent.tsx';
import styles from './GalleryApproval.module.css';

/** The programs that coaches have published for the gallery, for an admin to approve or remove. */
export const GalleryApproval = () => {
  const list = usePersistedQuery({ key: ['gallery-candidates'], read: getGalleryCandidates });
  const [selected, setSelected] = useState<GalleryCandidate>();
  const [isOpened, setOpened] = useState(false);
  const approve = useActionMutation({
    mutationFn: ({ id, approved }: { id: string; title: string; approved: boolean }) => approveProgram(id, approved),
    onSuccess: (_, { title, approved }) => {
      setOpened(false);
      showToast(approved ? `Approved “${title}” for the gallery.` : `Removed “${title}” from the gallery.`);
    },
    onError: (reason) => {
      const failure = reason instanceof TransportFailure ? reason : null;
      const refusal = failure?.message === 'forbidden' ? 'Only admins can approve programs.' : undefined;
      showErrorToast(requestErrorMessage(failure?.code ?? null, 'The gallery was not changed.', refusal));
    },
    onSettled: () => list.refetch(),
  });
  const decide = ({ id, title }: GalleryCandidate, approved: boolean) => approve.mutate({ id, title, approved });
  return (
    <Section
      title="Gallery approval"
      detail="Programs that coaches published for everyone. You decide which are shown."
    >
      <QueryState audience="admin" query={list} skeletonRows={2} />
      {list.data?.length === 0 && <EmptyState>No programs have been published for the gallery yet.</EmptyState>}
      {list.data && list.data.length > 0 && (
        <ListRows label="Gallery approval">
          {list.data.map((candidate) => (
            <ListRow
              key={candidate.id}
              title={candidate.title}
              detail={`Version ${String(candidate.published_version)}`}
              trailing={
                <span className={styles.status} data-state={candidate.approved_at ? 'published' : 'edited'}>
                  {candidate.approved_at ? 'In the gallery' : 'Awaiting approval'}
                </span>
              }
              onClick={() => {
                setSelected(candidate);
                setOpened(true);
              }}
            />
          ))}
        </ListRows>
      )}
      <Sheet
        opened={isOpened}
        onClose={() => {
          setOpened(false);
        }}
        title={selected?.title ?? 'Program'}
        footer={
          selected && (
            <Button
              style={{ flex: 1 }}
              variant={selected.approved_at ? 'default' : 'filled'}
              loading={approve.isPending}
              onClick={() => decide(selected, selected.approved_at === null)}
            >
              {selected.approved_at ? 'Remove from the gallery' : 'Approve for the gallery'}
            </Button>
          )
        }
      >
        {selected && <CandidatePreview candidate={selected} />}
      </Sheet>
    </Section>
  );
};

const NO_LONGER_PUBLISHED = 'This version is no longer published.';

const CandidatePreview = ({ candidate: { id, published_version } }: { candidate: GalleryCandidate }) => {
  const version = useQuery({
    queryKey: ['version-preview', id, published_version],
    queryFn: () => getVersionPreviewByNumber(id, published_version),
    networkMode: 'always',
  });
  if (version.data) return <VersionPreviewContent version={version.data} />;
  if (version.isError) {
    const failure = version.error instanceof TransportFailure ? version.error : null;
    return (
      <RetryNotice
        title="Couldn’t load the program."
        message={requestErrorMessage(failure?.code ?? null, 'The gallery was not changed.', NO_LONGER_PUBLISHED)}
        onRetry={() => version.refetch()}
      />
    );
  }
  return <SkeletonRows count={5} />;
};
