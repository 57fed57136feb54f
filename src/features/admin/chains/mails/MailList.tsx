import { retryMail } from '../../../../data/chains/mails.ts';
import { useMails } from '../../../../data/chains/use-chains.ts';
import type { OutboxMail } from '../../../../domain/chains/mails.ts';
import { QueryNotice } from '../../../../shared/queries/QueryNotice.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { formatInstant, joinDetails } from '../../../../ui/format.ts';
import { ListRow, ListRows } from '../../../../ui/ListRows.tsx';
import { SkeletonRows } from '../../../../ui/Skeletons.tsx';
import { StatusDot, type StatusTone } from '../../../../ui/StatusDot.tsx';
import { useMailMutation } from './use-mail-mutation.ts';

/** The newest mails, with what became of each. */
export const MailList = () => {
  const mails = useMails();
  return (
    <>
      <QueryNotice
        audience="admin"
        errorCode={mails.failure?.code ?? null}
        savedAt={mails.savedAt}
        onRetry={() => mails.refetch()}
      />
      {mails.isLoading && <SkeletonRows />}
      {mails.data?.length === 0 && <EmptyState>No mail of the last 30 days.</EmptyState>}
      {mails.data && mails.data.length > 0 && (
        <ListRows label="Mails">
          {mails.data.map((mail) => (
            <MailRow key={mail.id} mail={mail} onChanged={mails.refetch} />
          ))}
        </ListRows>
      )}
    </>
  );
};

const MailRow = ({ mail, onChanged }: { mail: OutboxMail; onChanged: () => Promise<unknown> }) => {
  const { id, kind, recipient, subject, state } = mail;
  const retry = useMailMutation({
    mutate: () => retryMail(id),
    errorDetail: 'It is not sent again.',
    onDone: onChanged,
  });
  return (
    <ListRow
      title={subject ?? KIND_LABELS[kind]}
      detail={joinDetails(recipient, stateDetail(mail))}
      trailing={<StatusDot tone={TONES[state]}>{STATE_LABELS[state]}</StatusDot>}
      action={
        state === 'failed' && (
          <Button
            variant="default"
            size="sm"
            aria-label={`Send again to ${recipient}`}
            loading={retry.isPending}
            onClick={() => retry.mutate(undefined)}
          >
            Send again
          </Button>
        )
      }
    />
  );
};

const KIND_LABELS: Record<OutboxMail['kind'], string> = {
  pam_weekly_report: 'Weekly report for a partner manager',
  executive_weekly_report: 'Weekly report for executives',
  alert: 'Alert',
  preview: 'Preview of a report',
};
const STATE_LABELS: Record<OutboxMail['state'], string> = { queued: 'Waiting', sent: 'Sent', failed: 'Failed' };
const TONES: Record<OutboxMail['state'], StatusTone> = { queued: 'busy', sent: 'good', failed: 'bad' };

const ERROR_LABELS: Record<string, string> = {
  not_configured: 'Mail is not set up: RESEND_API_KEY, MAIL_FROM or APP_URL is missing.',
  unauthorized: 'The mail provider refuses the key.',
  too_many_requests: 'The mail provider refuses more mails for now.',
  unreachable: 'The mail provider cannot be reached.',
  server_error: 'The mail provider is out of order.',
  unreadable_response: 'The mail provider’s response cannot be read.',
  refused: 'The mail provider does not accept this mail.',
  outcome_unknown: 'It may have been sent: the provider’s response was lost for a day.',
  internal: 'Cadence could not send it.',
};

const stateDetail = ({ state, sent_at, created_at, next_attempt_at, error_code }: OutboxMail): string => {
  if (sent_at !== null) return formatInstant(Date.parse(sent_at));
  const problem = error_code === null ? '' : (ERROR_LABELS[error_code] ?? 'It could not be sent.');
  const next =
    state === 'queued' && next_attempt_at !== null && `next attempt ${formatInstant(Date.parse(next_attempt_at))}`;
  return joinDetails(problem === '' ? formatInstant(Date.parse(created_at)) : problem, problem !== '' && next);
};
