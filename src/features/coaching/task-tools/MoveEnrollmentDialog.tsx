import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { versionsNewestFirst } from '../../../domain/programs/version.ts';
import type { PublishedVersion } from '../../../data/programs/versions.ts';
import { QueryNotice } from '../../../shared/queries/QueryNotice.tsx';
import { Dialog, DialogActions } from '../../../ui/ConfirmDialog.tsx';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';
import { SelectField } from '../../../ui/Fields.tsx';
import { formatInstant, plural } from '../../../ui/format.ts';
import { MoveEnrollmentPreview } from '../../../shared/previews/MoveEnrollmentPreview.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { type EnrolleeSelection, useEnrollees } from '../../../shared/coaching/use-enrollee-selection.ts';
import { useCohorts } from '../../../data/cohorts/use-cohorts.ts';
import { usePublishedVersions } from '../../../data/programs/use-published-versions.ts';
import { nameWithIs, useMoveEnrollment, useMoveEnrollmentPreview } from './use-move-enrollment.ts';
import { moveTargetLabel, moveTargetsFor } from '../../../shared/coaching/version-labels.ts';

interface MoveEnrollmentDialogProps {
  opened: boolean;
  onClose: () => void;
  programId: string;
  selection: EnrolleeSelection;
}

/** Previews the move of a client or a cohort to another version, and moves them. */
export const MoveEnrollmentDialog = ({ opened, onClose, ...props }: MoveEnrollmentDialogProps) => (
  <Dialog opened={opened} onClose={onClose} title="Move to another version">
    <MoveEnrollmentContent {...props} onClose={onClose} />
  </Dialog>
);

const MoveEnrollmentContent = ({ programId, selection, onClose }: Omit<MoveEnrollmentDialogProps, 'opened'>) => {
  const versions = usePublishedVersions();
  const cohorts = useCohorts();
  const { enrollees, enrollments } = useEnrollees(programId);
  const failing = [versions, cohorts, enrollments].find(({ failure }) => failure !== null);
  if (!versions.data || !cohorts.data || !enrollees) {
    return failing?.failure ? (
      <QueryNotice
        audience="coach"
        errorCode={failing.failure.code}
        savedAt={null}
        onRetry={() => Promise.all([versions.refetch(), cohorts.refetch(), enrollments.refetch()])}
      />
    ) : (
      <SkeletonRows count={2} />
    );
  }
  const affectedEnrollments = enrollees.filter(
    ({ id, cohort_id }) => (selection.kind === 'cohort' ? cohort_id : id) === selection.id,
  );
  const current =
    selection.kind === 'cohort' ? cohorts.data.find(({ id }) => id === selection.id) : affectedEnrollments[0];
  return (
    <MoveEnrollmentForm
      programId={programId}
      selection={selection}
      versions={versionsNewestFirst(versions.data, programId)}
      currentVersionId={current?.version_id ?? ''}
      memberVersionIds={affectedEnrollments.map(({ version_id }) => version_id)}
      onClose={onClose}
    />
  );
};

interface MoveEnrollmentFormProps {
  programId: string;
  selection: EnrolleeSelection;
  /** Newest first. */
  versions: readonly PublishedVersion[];
  currentVersionId: string;
  /** Those of the enrollments; a cohort's own version may differ. */
  memberVersionIds: readonly string[];
  onClose: () => void;
}

const MoveEnrollmentForm = ({
  programId,
  selection,
  versions,
  currentVersionId,
  memberVersionIds,
  onClose,
}: MoveEnrollmentFormProps) => {
  const currentVersionIds = new Set([currentVersionId, ...memberVersionIds]);
  const targets = moveTargetsFor(currentVersionIds, versions);
  const newest = versions[0];
  const isNewest = currentVersionIds.size === 1 && newest !== undefined && currentVersionIds.has(newest.id);
  const [selectedVersionId, setSelectedVersionId] = useState(isNewest ? undefined : newest?.id);
  const target = targets.find(({ id }) => id === selectedVersionId);
  const [isForAll, setForAll] = useState(false);
  const moveTarget = isForAll ? { programId } : selection.target;
  const preview = useMoveEnrollmentPreview(moveTarget, target?.id);
  const move = useMoveEnrollment(moveTarget, isForAll ? 'Everyone' : selection.name, onClose);
  const number = versions.find(({ id }) => id === currentVersionId)?.number ?? 0;
  const otherVersionCount = memberVersionIds.filter((version) => version !== currentVersionId).length;
  return (
    <>
      <p>
        {isNewest
          ? `${nameWithIs(selection.name)} on the newest version, ${String(number)}. To get a newer one, publish the program’s changes.`
          : `${nameWithIs(selection.name)} on version ${String(number)}.`}
        {otherVersionCount > 0 &&
          ` ${plural(otherVersionCount, 'member')} ${otherVersionCount === 1 ? 'is' : 'are'} on another version.`}
      </p>
      {targets.length > 0 && (
        <SelectField
          {...(target && { description: `Published ${formatInstant(Date.parse(target.published_at))}` })}
          label={isNewest ? 'Older version' : 'Version'}
          data={[
            ...(isNewest ? [{ value: '', label: `Stay on version ${String(number)}` }] : []),
            ...targets.map((version) => ({
              value: version.id,
              label: moveTargetLabel(version, currentVersionIds, versions),
            })),
          ]}
          value={selectedVersionId ?? ''}
          onChange={(event) => {
            setSelectedVersionId(event.currentTarget.value || undefined);
          }}
        />
      )}
      {target && (
        <ChoiceChips
          label="Who moves"
          options={[
            { value: 'selection', label: selection.name },
            { value: 'all', label: 'Everyone in this program' },
          ]}
          value={isForAll ? 'all' : 'selection'}
          onChange={(who) => {
            setForAll(who === 'all');
          }}
        />
      )}
      {target && <MoveEnrollmentPreview preview={preview} />}
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {target ? 'Cancel' : 'Close'}
        </Button>
        {target && (
          <Button disabled={!preview.data} loading={move.isPending} onClick={() => move.mutate(target)}>
            {`Move to version ${String(target.number)}`}
          </Button>
        )}
      </DialogActions>
    </>
  );
};
