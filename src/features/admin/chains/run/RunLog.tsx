import type { Step, StepEvent } from '../../../../domain/chains/run.ts';
import { compareCodes } from '../../../../domain/ordering/compare-codes.ts';
import { BreakableText } from '../../../../ui/BreakableText.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { formatLine, formatName } from '../../../../ui/format-name.ts';
import { ListRow, ListRows } from '../../../../ui/ListRows.tsx';
import { Section } from '../../../../ui/Page.tsx';
import { ShowMoreButton, useShownCount } from '../../../../ui/ShowMoreButton.tsx';
import { errorMessage } from '../error-messages.ts';
import { useInstantLabel } from '../use-times.ts';
import styles from './Run.module.css';

const PAGE_SIZE = 20;

/** What happened in the steps, the newest first: pages that failed, pauses, workers that were lost, what was held. */
export const RunLog = ({ steps }: { steps: readonly Step[] }) => {
  const instantLabel = useInstantLabel();
  const shown = useShownCount({ initial: PAGE_SIZE, step: 2 * PAGE_SIZE });
  const events = steps
    .flatMap((step) => step.events.map((event, index) => ({ step, event, key: `${String(step.id)} ${String(index)}` })))
    .sort((a, b) => compareCodes(b.event.at, a.event.at));
  return (
    <Section title="Log">
      {events.length === 0 ? (
        <EmptyState>Nothing out of the ordinary has happened in this run.</EmptyState>
      ) : (
        <ListRows label="Log">
          {events.slice(0, shown.count).map(({ step, event, key }) => (
            <ListRow
              key={key}
              title={formatName(step.title)}
              detail={<EventText event={event} api={step.api} />}
              trailing={instantLabel(event.at)}
            />
          ))}
        </ListRows>
      )}
      <ShowMoreButton remaining={events.length - shown.count} unit={['entry', 'entries']} onClick={shown.showMore} />
    </Section>
  );
};

const EventText = ({ event: { code, message }, api }: { event: StepEvent; api: string | null }) => {
  const details = formatLine(message);
  return (
    <span className={styles.event}>
      <span>{errorMessage(code, api).what}</span>
      {details !== '' && (
        <span className={styles.quiet} dir="auto">
          <BreakableText text={details} />
        </span>
      )}
    </span>
  );
};
