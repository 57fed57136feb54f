import { Button } from '@mantine/core';
import { useState } from 'react';
import { getLeads } from '../../store/leads.ts';
import { useLive } from '../../store/react.ts';
import { useConflicts } from '../../store/use-conflicts.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ConflictCards } from '../../ui/ConflictCard.tsx';
import { DecisionCards } from '../../ui/DecisionCard.tsx';
import { plural } from '../../ui/format.ts';
import { IconCircleCheck } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { DiscardDialog } from './DiscardDialog.tsx';
import { RefusedCard } from './RefusedCard.tsx';
import { countRows, getRefusedRows, type RefusedRow } from './refused-rows.ts';
import { useDecisions } from './use-decisions.ts';

/** What waits for the person to decide: two versions of one thing, and changes that the cloud refused. */
export const NeedsAttentionScreen = () => {
  const { retry, keepCopy } = useDecisions();
  const conflicts = useConflicts();
  const [discarding, setDiscarding] = useState<RefusedRow | null>(null);
  const read = useLive(async (live) => {
    const [refused, leads] = await Promise.all([getRefusedRows(live), getLeads(live)]);
    return { refused, leadNames: new Map(leads.map(({ id, name }) => [id, name])) };
  }, []);

  const refused = read?.refused;
  return (
    <Page>
      <PageHeader
        title="Needs attention"
        {...(refused &&
          refused.length > 0 && {
            detail: `The cloud did not accept ${plural(countRows(refused), 'entry', 'entries')}. Everything is kept on this device until you decide.`,
          })}
      />
      {conflicts.open && conflicts.open.length > 0 && (
        <Section title="Two versions" detail="Two of your devices changed the same thing. Nothing is lost: choose.">
          <ConflictCards {...conflicts} />
        </Section>
      )}
      {!read || !refused || !conflicts.open ? (
        <SkeletonRows />
      ) : refused.length === 0 && conflicts.open.length > 0 ? null : refused.length === 0 ? (
        <EmptyState
          icon={<IconCircleCheck size={24} aria-hidden />}
          action={
            <ButtonLink to="/" variant="default">
              Back to work
            </ButtonLink>
          }
        >
          Nothing needs your attention: the cloud has accepted all of your changes.
        </EmptyState>
      ) : (
        <>
          {refused.length > 1 && (
            <Button variant="default" onClick={() => void retry(refused)}>
              Try all again
            </Button>
          )}
          <DecisionCards label="Changes that were not accepted">
            {refused.map((row) => (
              <RefusedCard
                key={row.key}
                refused={row}
                leadNames={read.leadNames}
                onRetry={() => void retry([row])}
                onKeepCopy={() => void keepCopy(row)}
                onDiscard={setDiscarding}
              />
            ))}
          </DecisionCards>
        </>
      )}
      {discarding && read && (
        <DiscardDialog
          refused={discarding}
          leadNames={read.leadNames}
          onClose={() => {
            setDiscarding(null);
          }}
        />
      )}
    </Page>
  );
};
