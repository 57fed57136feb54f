import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TransportFailure } from '../../contract/failure.ts';
import { approveProgram, galleryCandidates, type GalleryCandidate, previewNumber } from '../../remote/programs.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { EmptyState, ErrorNotice } from '../../ui/Messages.tsx';
import { Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showProblem, showToast } from '../../ui/toast.tsx';
import { whyNotSaved } from '../../ui/why-not.ts';
import { Preview } from './Preview.tsx';
import styles from './Programs.module.css';

/** What coaches want to have in the gallery: an admin looks at it, and lets it in or takes it out. */
export const GalleryApproval = () => {
  const list = useKeptQuery({ key: ['gallery-candidates'], read: galleryCandidates });
  const [shown, setShown] = useState<GalleryCandidate>();
  const [isOpen, setOpen] = useState(false);
  const approve = useMutation({
    mutationFn: ({ id, approved }: { id: string; title: string; approved: boolean }) => approveProgram(id, approved),
    networkMode: 'always',
    onSuccess: (_, { title, approved }) => {
      setOpen(false);
      showToast(approved ? `“${title}” is in the gallery.` : `“${title}” is not in the gallery any more.`);
    },
    onError: (reason) => {
      const code = reason instanceof TransportFailure ? reason.code : null;
      showProblem(whyNotSaved(code, 'The gallery is as it was.'));
    },
    onSettled: () => list.refetch(),
  });
  const decide = ({ id, title }: GalleryCandidate, approved: boolean) => {
    approve.mutate({ id, title, approved });
  };
  return (
    <Section title="For the gallery" detail="What coaches have published for everybody. You decide what is shown.">
      <AnswerState of={list} rows={2} />
      {list.data?.length === 0 && <EmptyState>Nothing has been published for the gallery yet.</EmptyState>}
      {list.data && list.data.length > 0 && (
        <Rows label="For the gallery">
          {list.data.map((candidate) => (
            <Row
              key={candidate.id}
              title={candidate.title}
              detail={`Version ${String(candidate.published_version)}`}
              trailing={
                <span className={styles.standing} data-state={candidate.approved_at ? 'published' : 'edited'}>
                  {candidate.approved_at ? 'In the gallery' : 'Waits for you'}
                </span>
              }
              onClick={() => {
                setShown(candidate);
                setOpen(true);
              }}
            />
          ))}
        </Rows>
      )}
      <Sheet
        opened={isOpen}
        onClose={() => {
          setOpen(false);
        }}
        title={shown?.title ?? 'Program'}
        footer={
          shown && (
            <Button
              style={{ flex: 1 }}
              variant={shown.approved_at ? 'default' : 'filled'}
              loading={approve.isPending}
              onClick={() => {
                decide(shown, shown.approved_at === null);
              }}
            >
              {shown.approved_at ? 'Take it out of the gallery' : 'Let it into the gallery'}
            </Button>
          )
        }
      >
        {shown && <Look candidate={shown} />}
      </Sheet>
    </Section>
  );
};

const Look = ({ candidate: { id, published_version } }: { candidate: GalleryCandidate }) => {
  const version = useQuery({
    queryKey: ['version-preview', id, published_version],
    queryFn: () => previewNumber(id, published_version),
    networkMode: 'always',
  });
  if (version.data) return <Preview version={version.data} />;
  if (version.isError) {
    return <ErrorNotice title="It could not be loaded.">Try again when you are online.</ErrorNotice>;
  }
  return <SkeletonRows count={5} />;
};
