import { useState } from 'react';
import type { HandoverCounts } from '../../../data/admin/handover.ts';
import { displayName } from '../../../domain/profiles/profile.ts';
import { HandOverDialog } from '../../../shared/handover/HandOverDialog.tsx';
import { handoverSummary } from '../../../shared/handover/messages.ts';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog, Dialog, DialogActions } from '../../../ui/ConfirmDialog.tsx';
import { formatName } from '../../../ui/format-name.ts';
import { roleWithArticle } from './messages.ts';
import type { RoleChange } from './use-set-role.ts';

/** A change of role that an admin is asked about first. */
export interface QuestionedChange {
  change: RoleChange;
  /** What the person would leave behind; null where that is nothing. */
  counts: HandoverCounts | null;
}

interface RoleDialogsProps extends QuestionedChange {
  isMe: boolean;
  /** Sets the role. */
  onApply: (change: RoleChange) => unknown;
  onClose: () => void;
}

/**
 * Asks before a role is changed: whether to hand over first what the person coaches, and, of an admin's own role, whether
 * they mean it.
 */
export const RoleDialogs = ({ change, counts, isMe, onApply, onClose }: RoleDialogsProps) => {
  const [step, setStep] = useState<'question' | 'handover' | 'own-role'>(counts ? 'question' : 'own-role');
  const { person, role } = change;
  const name = formatName(displayName(person));
  const proceed = () => {
    if (isMe) {
      setStep('own-role');
      return undefined;
    }
    onClose();
    return onApply(change);
  };
  if (step === 'handover') {
    return (
      <HandOverDialog
        person={person}
        {...(!isMe && { nextStep: `Then ${name} becomes ${roleWithArticle(role)}.` })}
        onClose={onClose}
        onDone={proceed}
      />
    );
  }
  if (step === 'question' && counts) {
    return (
      <Dialog opened title="Hand over programs first?" onClose={onClose}>
        <p>
          {`${name} has ${handoverSummary(counts)}. As ${roleWithArticle(role)}, they lose access to all of it, and nobody looks after it until you hand it over to another coach.`}
        </p>
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="default" onClick={proceed}>
            Only change the role
          </Button>
          <Button
            onClick={() => {
              setStep('handover');
            }}
          >
            Hand over first…
          </Button>
        </DialogActions>
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      opened
      title="Stop being an admin?"
      confirmLabel={`Become ${roleWithArticle(role)}`}
      danger
      onClose={onClose}
      onConfirm={() => {
        onClose();
        return onApply(change);
      }}
    >
      You lose access to this area immediately, and only another admin can restore it. Your own work is not affected.
    </ConfirmDialog>
  );
};
