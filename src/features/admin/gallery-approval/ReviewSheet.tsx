import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TransportFailure } from '../../../contract/transport-failure.ts';
import { type Decision, type GalleryCandidate, reviewVersion } from '../../../data/programs/reviews.ts';
import { getVersionPreview } from '../../../data/programs/versions.ts';
import { requestErrorMessage } from '../../../shared/errors/request-error-message.ts';
import { RetryNotice } from '../../../shared/queries/RetryNotice.tsx';
import { Button } from '../../../ui/Button.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import { useDecision } from './use-decision.ts';
import { VersionChanges } from './VersionChanges.tsx';
import { VersionPreviewContent } from './VersionPreviewContent.tsx';

interface ReviewSheetProps {
  candidate: GalleryCandidate;
  opened: boolean;
  onClose: () => void;
  onDecided: () => Promise<unknown>;
}

/** A published version, compared with the approved one where there is another, and the buttons that decide about it. */
export const ReviewSheet = ({ candidate, opened, onClose, onDecided }: ReviewSheetProps) => {
  const { version_id, title, number, is_approved, approved_version, reason } = candidate;
  const [isDeclining, setDeclining] = useState(false);
  const decide = useDecision({
    mutate: (decision: Decision) => reviewVersion(version_id, decision),
    errorDetail: 'Nothing was decided.',
    onDone: (_, { approved }) => {
      setDeclining(false);
      onClose();
      showToast(
        approved
          ? `Approved version ${String(number)} of “${title}”.`
          : `Declined version ${String(number)} of “${title}”. Its coach sees why.`,
      );
      return onDecided();
    },
  });
  const isCompared = approved_version !== null && approved_version !== version_id;
  const [shown, setShown] = useState<'changes' | 'version'>(isCompared ? 'changes' : 'version');
  return (
    <>
      <Sheet
        opened={opened}
        onClose={onClose}
        title={title}
        footer={
          <>
            {is_approved !== false && (
              <Button
                variant="default"
                style={{ flex: 1 }}
                onClick={() => {
                  setDeclining(true);
                }}
              >
                {is_approved ? 'Withdraw approval' : 'Decline'}
              </Button>
            )}
            {is_approved !== true && (
              <Button style={{ flex: 1 }} loading={decide.isPending} onClick={() => decide.mutate({ approved: true })}>
                {`Approve version ${String(number)}`}
              </Button>
            )}
          </>
        }
      >
        {reason !== null && (
          <ErrorNotice tone="info" title="You declined this version.">
            {reason}
          </ErrorNotice>
        )}
        <PermissionNotice candidate={candidate} />
        {isCompared && (
          <Segmented
            label="What to show"
            value={shown}
            options={[
              { value: 'changes', label: 'Changes' },
              { value: 'version', label: 'Whole version' },
            ]}
            onChange={setShown}
            fullWidth
          />
        )}
        {shown === 'changes' && approved_version !== null ? (
          <VersionChanges before={approved_version} after={version_id} />
        ) : (
          <CandidatePreview version={version_id} />
        )}
      </Sheet>
      {isDeclining && (
        <ReasonDialog
          title={is_approved ? `Withdraw “${title}”?` : `Decline version ${String(number)}?`}
          submitLabel={is_approved ? 'Withdraw approval' : 'Decline version'}
          draftName={`decline.${version_id}`}
          isSubmitting={decide.isPending}
          onSubmit={(why) => decide.mutate({ approved: false, reason: why })}
          onClose={() => {
            setDeclining(false);
          }}
        >
          {is_approved
            ? 'Nobody can start the program any more, in this version or an earlier one. People already enrolled continue.'
            : isCompared
              ? 'People go on with the version that you approved before.'
              : 'Nobody can start the program by themselves.'}{' '}
          The coach reads your reason.
        </ReasonDialog>
      )}
    </>
  );
};

const PermissionNotice = ({ candidate: { visibility, has_permission } }: { candidate: GalleryCandidate }) =>
  visibility === 'gallery' && !has_permission ? (
    <ErrorNotice tone="info" title="Its coach may not publish to the gallery.">
      An approved version appears there once you allow that, under “Coaches in the gallery”.
    </ErrorNotice>
  ) : null;

const CandidatePreview = ({ version: id }: { version: string }) => {
  const version = useQuery({
    queryKey: ['version-preview', id],
    queryFn: () => getVersionPreview(id),
    networkMode: 'always',
  });
  if (version.data) return <VersionPreviewContent version={version.data} />;
  if (version.isError) {
    const failure = version.error instanceof TransportFailure ? version.error : null;
    return (
      <RetryNotice
        title="Couldn’t load the program."
        message={requestErrorMessage(failure?.code ?? null, 'Nothing was decided.', 'This version no longer exists.')}
        onRetry={() => version.refetch()}
      />
    );
  }
  return <SkeletonRows count={5} />;
};
