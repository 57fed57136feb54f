import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { useSession } from '../../../api/session.ts';
import { getLeads } from '../../../data/leads/leads.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useConflicts } from '../../../data/sync/use-conflicts.ts';
import { SYNC_ERROR_MESSAGES } from '../../../shared/sync/messages.ts';
import { isPermanentError } from '../../../shared/sync/sync-display-state.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { ConflictCards } from '../../../shared/conflicts/ConflictCard.tsx';
import { DecisionCards } from '../../../ui/DecisionCard.tsx';
import { plural } from '../../../ui/format.ts';
import { IconAlertCircle, IconCircleCheck } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { DiscardDialog } from './DiscardDialog.tsx';
import { NotInBackupSection } from './NotInBackupSection.tsx';
import { RejectedRowCard } from './RejectedRowCard.tsx';
import { countWithDependents, getRejectedRows, type RejectedRow } from './rejected-rows.ts';
import { useRejectedRowActions } from './use-rejected-row-actions.ts';

/** Conflicts and rejected changes, for the person to decide about. */
export const NeedsAttentionScreen = () => {
  const { retry, keepCopy } = useRejectedRowActions();
  const conflicts = useConflicts();
  const [discarding, setDiscarding] = useState<RejectedRow | null>(null);
  const data = useLiveQuery(async (live) => {
    const [rejectedRows, leads] = await Promise.all([getRejectedRows(live), getLeads(live)]);
    return { rejectedRows, leadNames: new Map(leads.map(({ id, name }) => [id, name])) };
  }, []);

  const rejectedRows = data?.rejectedRows;
  return (
    <Page>
      <PageHeader
        title="Needs attention"
        {...(rejectedRows &&
          rejectedRows.length > 0 && {
            detail: `The cloud did not accept ${plural(countWithDependents(rejectedRows), 'entry', 'entries')}. Everything is kept on this device until you decide.`,
          })}
      />
      {conflicts.open && conflicts.open.length > 0 && (
        <Section
          title="Unresolved conflicts"
          detail="Two of your devices changed the same thing. Both versions are kept until you choose."
        >
          <ConflictCards {...conflicts} />
        </Section>
      )}
      {!data || !rejectedRows || !conflicts.open ? (
        <SkeletonRows />
      ) : rejectedRows.length === 0 && conflicts.open.length > 0 ? null : rejectedRows.length === 0 ? (
        <NothingToDecide />
      ) : (
        <>
          <NotInBackupSection rows={rejectedRows} />
          {rejectedRows.length > 1 && (
            <Button variant="default" onClick={() => retry(rejectedRows)}>
              Try all again
            </Button>
          )}
          <DecisionCards label="Changes that were not accepted">
            {rejectedRows.map((row) => (
              <RejectedRowCard
                key={row.key}
                rejected={row}
                leadNames={data.leadNames}
                onRetry={() => retry([row])}
                onKeepCopy={() => keepCopy(row)}
                onDiscard={setDiscarding}
              />
            ))}
          </DecisionCards>
        </>
      )}
      {discarding && data && (
        <DiscardDialog
          rejected={discarding}
          leadNames={data.leadNames}
          onClose={() => {
            setDiscarding(null);
          }}
        />
      )}
    </Page>
  );
};

/** Without anything to decide, sync itself may still need attention. */
const NothingToDecide = () => {
  const { syncError } = useProgramSync();
  const isRemoved = useSession(({ person }) => person?.removed === true);
  const error = isRemoved ? 'removed' : isPermanentError(syncError) ? syncError : null;
  if (error === null) {
    return (
      <EmptyState
        icon={<IconCircleCheck size={24} aria-hidden />}
        action={
          <ButtonLink to="/" variant="default">
            Back to work
          </ButtonLink>
        }
      >
        Nothing needs your attention.
      </EmptyState>
    );
  }
  const { title, details, action } = SYNC_ERROR_MESSAGES[error];
  const link =
    action === 'sign-in' ? (
      <ButtonLink to="/sign-in">Sign in</ButtonLink>
    ) : (
      <ButtonLink to="/export">Export my work</ButtonLink>
    );
  return (
    <EmptyState icon={<IconAlertCircle size={24} aria-hidden />} action={link}>
      {`${title} ${details}`.trim()}
    </EmptyState>
  );
};
