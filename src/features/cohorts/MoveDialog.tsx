import { Button } from '@mantine/core';
import { useState } from 'react';
import { versionsOfProgram } from '../../domain/program-version.ts';
import type { PublishedVersion } from '../../remote/programs.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { Dialog, DialogActions } from '../../ui/ConfirmDialog.tsx';
import { ChoiceField } from '../../ui/Fields.tsx';
import { formatInstant, plural } from '../../ui/format.ts';
import { MovePreview } from '../../ui/MovePreview.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { type Choice, useTakers } from './use-choice.ts';
import { useCohorts, useVersions } from './use-cohorts.ts';
import { whyNot } from './use-deed.ts';
import { isOn, useMove, useMovePreview } from './use-move.ts';
import { targetLabel, targetsFor } from './versions.ts';

interface MoveDialogProps {
  opened: boolean;
  onClose: () => void;
  programId: string;
  choice: Choice;
}

/** Says on which version of the program the chosen is and what another one would change, and moves them there. */
export const MoveDialog = ({ opened, onClose, ...about }: MoveDialogProps) => (
  <Dialog opened={opened} onClose={onClose} title="Move to a newer version">
    <Standing {...about} onClose={onClose} />
  </Dialog>
);

const Standing = ({ programId, choice, onClose }: Omit<MoveDialogProps, 'opened'>) => {
  const versions = useVersions();
  const cohorts = useCohorts();
  const { takers, enrollments } = useTakers(programId);
  const failing = [versions, cohorts, enrollments].find(({ failure }) => failure !== null);
  if (!versions.data || !cohorts.data || !takers) {
    return failing?.failure ? (
      <AnswerNotice
        problem={failing.failure.code}
        savedAt={null}
        onRetry={() => void Promise.all([versions.refetch(), cohorts.refetch(), enrollments.refetch()])}
      />
    ) : (
      <SkeletonRows count={2} />
    );
  }
  const concerned = takers.filter(({ id, cohort_id }) => (choice.kind === 'cohort' ? cohort_id : id) === choice.id);
  const own = choice.kind === 'cohort' ? cohorts.data.find(({ id }) => id === choice.id) : concerned[0];
  return (
    <MoveForm
      choice={choice}
      versions={versionsOfProgram(versions.data, programId)}
      current={own?.version_id ?? ''}
      ofMembers={concerned.map(({ version_id }) => version_id)}
      onClose={onClose}
    />
  );
};

interface MoveFormProps {
  choice: Choice;
  /** Newest first. */
  versions: readonly PublishedVersion[];
  current: string;
  /** The versions that those concerned are on; a cohort's own may be another. */
  ofMembers: readonly string[];
  onClose: () => void;
}

const MoveForm = ({ choice, versions, current, ofMembers, onClose }: MoveFormProps) => {
  const on = new Set([current, ...ofMembers]);
  const targets = targetsFor(on, versions);
  const newest = versions[0];
  const isNewest = on.size === 1 && newest !== undefined && on.has(newest.id);
  const [wanted, setWanted] = useState(isNewest ? undefined : newest?.id);
  const target = targets.find(({ id }) => id === wanted);
  const preview = useMovePreview(choice, target?.id);
  const move = useMove(choice, onClose);
  const number = versions.find(({ id }) => id === current)?.number ?? 0;
  const elsewhere = ofMembers.filter((version) => version !== current).length;
  const moved = preview.isFetching ? undefined : preview.data;
  return (
    <>
      <p>
        {isNewest
          ? `${isOn(choice.name)} on the newest version, ${String(number)}: there is nothing newer to move to. Publish the program’s changes to have a newer one.`
          : `${isOn(choice.name)} on version ${String(number)}.`}
        {elsewhere > 0 && ` ${plural(elsewhere, 'member')} of it ${elsewhere === 1 ? 'is' : 'are'} on another version.`}
      </p>
      {targets.length > 0 && (
        <ChoiceField
          {...(target && { description: `Published ${formatInstant(Date.parse(target.published_at))}` })}
          label={isNewest ? 'Back to an older version' : 'Version'}
          data={[
            ...(isNewest ? [{ value: '', label: `Stay on version ${String(number)}` }] : []),
            ...targets.map((version) => ({ value: version.id, label: targetLabel(version, on, versions) })),
          ]}
          value={wanted ?? ''}
          onChange={(event) => {
            setWanted(event.currentTarget.value || undefined);
          }}
        />
      )}
      {target && (
        <MovePreview
          moved={moved}
          problem={preview.error && !preview.isFetching ? whyNot(preview.error, '') : null}
          onRetry={() => void preview.refetch()}
        />
      )}
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {target ? 'Cancel' : 'Close'}
        </Button>
        {target && (
          <Button
            disabled={!moved}
            loading={move.isPending}
            onClick={() => {
              move.mutate(target);
            }}
          >
            {`Move to version ${String(target.number)}`}
          </Button>
        )}
      </DialogActions>
    </>
  );
};
