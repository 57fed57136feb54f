import { type Alert, alertSubject } from '../../../../domain/chains/alert.ts';
import type { TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { ListRow, ListRows } from '../../../../ui/ListRows.tsx';
import { Section } from '../../../../ui/Page.tsx';
import { ShowMoreButton, useShownCount } from '../../../../ui/ShowMoreButton.tsx';
import { errorLabel } from '../error-messages.ts';
import { datasetLabel, taskTitle } from '../labels.ts';
import { useInlineInstantLabel, useInstantLabel } from '../use-times.ts';

interface AlertListProps {
  alerts: readonly Alert[];
  timetable: readonly TimetableEntry[];
}

const FIRST_ALERTS = 5;

/** What went wrong lately, whether or not it is over. */
export const AlertList = ({ alerts, timetable }: AlertListProps) => {
  const instantLabel = useInstantLabel();
  const inlineLabel = useInlineInstantLabel();
  const shown = useShownCount({ initial: FIRST_ALERTS, step: alerts.length });
  return (
    <Section
      title="Past alerts"
      detail="Each failed step of a run and each dataset that became stale, also those that are over."
    >
      <ListRows label="Past alerts">
        {alerts.slice(0, shown.count).map((alert) => (
          <ListRow
            key={alert.id}
            title={alertTitle(alert, timetable)}
            detail={
              alert.kind === 'step_failed' ? errorLabel(alert.code) : `Last refreshed ${inlineLabel(`${alert.code}Z`)}`
            }
            trailing={instantLabel(alert.at)}
            {...(alert.run_id !== null && {
              link: { to: '/admin/chains/runs/$run', params: { run: String(alert.run_id) } },
            })}
          />
        ))}
      </ListRows>
      <ShowMoreButton remaining={alerts.length - shown.count} unit={['alert', 'alerts']} onClick={shown.showMore} />
    </Section>
  );
};

const alertTitle = (alert: Alert, timetable: readonly TimetableEntry[]): string =>
  alert.kind === 'step_failed'
    ? `${taskTitle(alertSubject(alert), timetable)} failed`
    : `${datasetLabel(alertSubject(alert))} became stale`;
