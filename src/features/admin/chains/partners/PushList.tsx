import type { Push } from '../../../../domain/chains/partner.ts';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { formatCount, joinDetails } from '../../../../ui/format.ts';
import { formatLine } from '../../../../ui/format-name.ts';
import { ListRow, ListRows } from '../../../../ui/ListRows.tsx';
import { Section } from '../../../../ui/Page.tsx';
import { StatusDot } from '../../../../ui/StatusDot.tsx';
import { useInstantLabel } from '../use-times.ts';
import { PUSH_OUTCOMES } from './partner-labels.ts';

/** What was sent to the CRM, the newest first. */
export const PushList = ({ pushes }: { pushes: readonly Push[] }) => {
  const instantLabel = useInstantLabel();
  return (
    <Section title="Pushes to the CRM" detail="The last ten within 30 days. Only counts that differ are sent.">
      {pushes.length === 0 ? (
        <EmptyState>No counts of this partner have been sent.</EmptyState>
      ) : (
        <ListRows label="Pushes to the CRM">
          {pushes.map((push, index) => (
            <ListRow
              key={`${push.at} ${String(index)}`}
              title={instantLabel(push.at)}
              detail={joinDetails(
                `${formatCount(push.certified_people)} certified`,
                `${formatCount(push.total_npcu)} NPCU`,
                `${formatCount(push.expiring_certificates)} expiring`,
                push.outcome === 'refused' && formatLine(push.message ?? ''),
              )}
              trailing={
                <StatusDot tone={PUSH_OUTCOMES[push.outcome].tone}>{PUSH_OUTCOMES[push.outcome].label}</StatusDot>
              }
            />
          ))}
        </ListRows>
      )}
    </Section>
  );
};
