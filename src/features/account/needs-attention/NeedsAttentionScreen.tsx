import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { getLeads } from '../../../data/leads/leads.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useConflicts } from '../../../data/sync/use-conflicts.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { ConflictCards } from '../../../shared/conflicts/ConflictCard.tsx';
import { DecisionCards } from '../../../ui/DecisionCard.tsx';
import { plural } from '../../../ui/format.ts';
import { IconCircleCheck } from '../../../ui/icons.ts';
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
