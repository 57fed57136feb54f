import { useState } from 'react';
import { countHandover, handOverPrograms, hasSomethingToHandOver } from '../../data/admin/handover.ts';
import { usePeople } from '../../data/admin/use-people.ts';
import { displayName, type Profile } from '../../domain/profiles/profile.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/ConfirmDialog.tsx';
import { formatName } from '../../ui/format-name.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showErrorToast, showToast } from '../../ui/toast.tsx';
import { useInvalidate } from '../coaching/use-invalidate.ts';
import { useActionMutation } from '../errors/use-action-mutation.ts';
import { PersonPicker } from '../people/PersonPicker.tsx';
import { ActionPreview } from '../previews/ActionPreview.tsx';
import { usePreview } from '../previews/use-preview.ts';
import { useRequestId } from '../previews/use-request-id.ts';
import { QueryNotice } from '../queries/QueryNotice.tsx';
import styles from './Handover.module.css';
import { handoverErrorMessage, handoverSummary } from './messages.ts';

export interface HandOverDialogProps {
  /** Who hands over. */
  person: Pick<Profile, 'id' | 'display_name' | 'email'>;
  /** What follows a handover, as a sentence. */
  nextStep?: string;
  onClose: () => void;
  onDone: () => void;
}

/** Shows an admin what a person coaches, and hands it over to a coach whom they choose. */
export const HandOverDialog = (props: HandOverDialogProps) => (
  <Dialog opened title="Hand over programs" onClose={props.onClose}>
    <HandOverForm {...props} />
  </Dialog>
);

const HandOverForm = ({ person, nextStep, onClose, onDone }: HandOverDialogProps) => {
  const invalidate = useInvalidate();
  const people = usePeople();
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const coaches = people.data?.filter(({ id, role }) => role !== 'rep' && id !== person.id) ?? [];
  // The list may be read again without them.
  const successor = coaches.find(({ id }) => id === selectedId);
  const name = formatName(displayName(person));
  const preview = usePreview({
    key: ['handover-preview', person.id],
    read: () => countHandover(person.id),
    errorMessageOf: (error) => handoverErrorMessage(error, ''),
  });
  const requestId = useRequestId([person.id, selectedId]);
  const handOver = useActionMutation({
    mutationFn: (to: Profile) => handOverPrograms(person.id, to.id, requestId),
    onSuccess: (counts, to) => {
      onDone();
      showToast(
        hasSomethingToHandOver(counts)
          ? `${formatName(displayName(to))} has taken over ${handoverSummary(counts)}.`
          : `${name} had nothing to hand over any more.`,
      );
      return invalidate();
    },
    onError: (error) => {
      showErrorToast(handoverErrorMessage(error, 'Nothing was handed over.'));
    },
  });
  const hasSomething = preview.data !== undefined && hasSomethingToHandOver(preview.data);
  return (
    <>
      <ActionPreview preview={preview}>
        {preview.data === undefined ? (
          <SkeletonRows count={1} />
        ) : (
          <p>
            {hasSomething
              ? `${name} hands over ${handoverSummary(preview.data)}.${nextStep === undefined ? '' : ` ${nextStep}`}`
              : `${name} has nothing to hand over.`}
          </p>
        )}
      </ActionPreview>
      {people.data === undefined && (
        <QueryNotice
          audience="admin"
          errorCode={people.failure?.code ?? null}
          savedAt={people.savedAt}
          onRetry={people.refetch}
        />
      )}
      {people.data !== undefined &&
        (coaches.length === 0 ? (
          <p>There is no other coach. Make somebody a coach first, under People.</p>
        ) : (
          <PersonPicker
            label="New coach"
            noun="coaches"
            people={coaches.map((coach) => ({ id: coach.id, name: displayName(coach), email: coach.email }))}
            searchFrom={6}
            kind="radio"
            selectedIds={selectedId === null ? [] : [selectedId]}
            onChange={setSelectedId}
          />
        ))}
      <ul className={styles.effects}>
        <li>
          The new coach gets programs, cohorts, people, clients, invitations and open payments. Links keep working.
        </li>
        <li>People keep their tasks and notes, and see the new coach under My programs.</li>
        <li>{`${name} keeps their library, the programs they take themselves and past payments, and no access to the rest.`}</li>
        <li>The gallery shows the programs while the new coach may publish to it.</li>
        <li>There is no undo. Handing back would also hand over the new coach’s own programs and people.</li>
      </ul>
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={!hasSomething || !successor}
          loading={handOver.isPending}
          onClick={() => successor && handOver.mutate(successor)}
        >
          {successor ? `Hand over to ${formatName(displayName(successor))}` : 'Hand over'}
        </Button>
      </DialogActions>
    </>
  );
};
