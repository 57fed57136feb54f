import { useState } from 'react';
import { setExecutives } from '../../../../data/chains/mails.ts';
import { addressesIn, type MailRecipients } from '../../../../domain/chains/mails.ts';
import { Button } from '../../../../ui/Button.tsx';
import { LongTextField } from '../../../../ui/Fields.tsx';
import { Form } from '../../../../ui/Form.tsx';
import { showToast } from '../../../../ui/toast.tsx';
import { useMailMutation } from './use-mail-mutation.ts';
import styles from './Mails.module.css';
import { ReportPreviewButton } from './ReportPreviewButton.tsx';

interface ExecutivesFormProps {
  executives: MailRecipients['executives'];
  onSaved: () => Promise<unknown>;
}

/** Who gets the report for executives. */
export const ExecutivesForm = ({ executives: { emails, are_admins }, onSaved }: ExecutivesFormProps) => {
  const stored = are_admins ? '' : emails.join('\n');
  const [text, setText] = useState(stored);
  const save = useMailMutation({
    mutate: () => setExecutives(addressesIn(text)),
    errorDetail: 'The recipients are unchanged.',
    onDone: () => {
      showToast('The recipients are saved.');
      return onSaved();
    },
  });
  return (
    <Form className={styles.form} onSubmit={() => save.mutate(undefined)}>
      <LongTextField
        label="Recipients"
        description={
          are_admins
            ? `One address a line. Nobody is named, so that all admins get it: ${emails.join(', ')}.`
            : 'One address a line. Without any, all admins get it.'
        }
        value={text}
        autosize
        minRows={2}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <div className={styles.actions}>
        <Button type="submit" size="sm" disabled={text.trim() === stored} loading={save.isPending}>
          Save
        </Button>
        <ReportPreviewButton kind="executive_weekly_report" manager={null} name="executives" />
      </div>
    </Form>
  );
};
