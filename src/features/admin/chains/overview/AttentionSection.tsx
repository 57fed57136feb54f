import { type Attention, needsAttention } from '../../../../domain/chains/attention.ts';
import { LATE_TICK } from '../../../../shared/chains/TickAge.tsx';
import { DecisionCards } from '../../../../ui/DecisionCard.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { Section } from '../../../../ui/Page.tsx';
import { StatusDot } from '../../../../ui/StatusDot.tsx';
import { FailedRunCard } from './FailedRunCard.tsx';
import { HeldDeletionCard } from './HeldDeletionCard.tsx';
import { StaleDataCard } from './StaleDataCard.tsx';
import { UnlinkedGroupsCard } from './UnlinkedGroupsCard.tsx';

interface AttentionSectionProps {
  attention: Attention;
  /** Whether all of it is known, and as it is now: only then can it be said that there is nothing. */
  isComplete: boolean;
}

/** What failed, waits for a decision or is stale, each with what to do. */
export const AttentionSection = ({ attention, isComplete }: AttentionSectionProps) => {
  const { failed, held, stale, ambiguousGroups, unmatchedGroups } = attention;
  if (!needsAttention(attention)) {
    return isComplete && <StatusDot tone="good">Nothing needs attention.</StatusDot>;
  }
  return (
    <Section title="Needs attention">
      {attention.isTickLate && <ErrorNotice title={LATE_TICK.title}>{LATE_TICK.message}</ErrorNotice>}
      <DecisionCards label="Needs attention">
        {failed.map(({ entry, run }) => (
          <FailedRunCard key={run.id} entry={entry} run={run} />
        ))}
        {held.map((deletion) => (
          <HeldDeletionCard key={deletion.id} held={deletion} />
        ))}
        {stale.map((data) => (
          <StaleDataCard key={data.chain?.name ?? ''} stale={data} />
        ))}
        {ambiguousGroups > 0 && <UnlinkedGroupsCard ambiguous={ambiguousGroups} unmatched={unmatchedGroups} />}
      </DecisionCards>
    </Section>
  );
};
