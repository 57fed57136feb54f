import { useState } from 'react';
import { useTextDraft } from '../../../shared/drafts/use-form-draft.ts';
import { longTextSchema, validator } from '../../../shared/fields/validation.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../../ui/ConfirmDialog.tsx';
import { LongTextField } from '../../../ui/Fields.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from './GalleryApproval.module.css';

interface ReasonDialogProps {
  title: string;
  /** What happens. */
  children: React.ReactNode;
  submitLabel: string;
  /** Keeps what is typed under this name until it is submitted. */
  draftName: string;
  isSubmitting: boolean;
  onSubmit: (reason: string) => Promise<unknown> | undefined;
  onClose: () => void;
}

const readReason = validator(longTextSchema);

/** Asks for the reason of a decision, which the coach reads. */
export const ReasonDialog = (props: ReasonDialogProps) => {
  const { title, children, submitLabel, draftName, isSubmitting, onSubmit, onClose } = props;
  const [text, setText] = useTextDraft(draftName);
  const [error, setError] = useState<string>();
  const submit = () => {
    const reason = readReason(text);
    if ('error' in reason || reason.value === null) {
      setError('error' in reason ? reason.error : 'Say why, so that the coach knows what to change.');
      return undefined;
    }
    return onSubmit(reason.value);
  };
  return (
    <Dialog opened title={title} onClose={onClose}>
      <Form className={styles.form} onSubmit={submit}>
        <div>{children}</div>
        <LongTextField
          label="Reason"
          required
          data-autofocus
          value={text}
          error={error}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setError(undefined);
          }}
        />
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red.9" loading={isSubmitting}>
            {submitLabel}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
};
