import { useState } from 'react';
import { previewReport } from '../../../../data/chains/mails.ts';
import type { ReportKind, ReportPreview } from '../../../../domain/chains/mails.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Sheet } from '../../../../ui/Sheet.tsx';
import { showToast } from '../../../../ui/toast.tsx';
import styles from './Mails.module.css';
import { useMailMutation } from './use-mail-mutation.ts';

interface ReportPreviewButtonProps {
  kind: ReportKind;
  /** Whose partners it is about. */
  manager: string | null;
  /** For whom it is. */
  name: string;
}

/** Shows a report as it would be sent now, and sends it to the admin who looks at it. */
export const ReportPreviewButton = ({ kind, manager, name }: ReportPreviewButtonProps) => {
  const [preview, setPreview] = useState<ReportPreview | null>(null);
  const load = useMailMutation({
    mutate: () => previewReport(kind, manager),
    errorDetail: 'There is no preview.',
    onDone: setPreview,
  });
  const send = useMailMutation({
    mutate: () => previewReport(kind, manager, true),
    errorDetail: 'Nothing was sent.',
    onDone: ({ sentTo, isMailSetUp }) => {
      showToast(isMailSetUp ? `On its way to ${sentTo ?? 'you'}.` : 'Mail is not set up here. It waits in the outbox.');
    },
  });
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-label={`Preview for ${name}`}
        loading={load.isPending}
        onClick={() => load.mutate(undefined)}
      >
        Preview
      </Button>
      <Sheet
        opened={preview !== null}
        onClose={() => {
          setPreview(null);
        }}
        title="Preview"
        footer={
          <Button loading={send.isPending} onClick={() => send.mutate(undefined)}>
            Send to me
          </Button>
        }
      >
        {preview && (
          <div className={styles.preview}>
            <p className={styles.subject}>{preview.subject}</p>
            {/* Without scripts, forms and links that lead anywhere: it has names of others in it. */}
            <iframe className={styles.frame} title={`Report for ${name}`} sandbox="" srcDoc={preview.html} />
          </div>
        )}
      </Sheet>
    </>
  );
};
