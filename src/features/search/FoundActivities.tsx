import type { Activity } from '../../domain/activity.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import { ActivityTypeBadge } from '../../ui/ActivityTypeBadge.tsx';
import { formatDate } from '../../ui/format.ts';
import { Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { Highlighted } from './Highlighted.tsx';
import { excerpt } from './highlight.ts';

interface FoundActivitiesProps {
  activities: readonly Activity[];
  leadNames: ReadonlyMap<string, string>;
  words: readonly string[];
  today: CalendarDate;
  /** There may be more than are shown. */
  isCut: boolean;
}

export const FoundActivities = ({ activities, leadNames, words, today, isCut }: FoundActivitiesProps) =>
  activities.length > 0 && (
    <Section
      title="Activities"
      {...(isCut && { detail: `The latest ${activities.length}. Write more to narrow it down.` })}
    >
      <Rows label="Activities found">
        {activities.map((activity) => (
          <Row
            key={activity.id}
            leading={<ActivityTypeBadge type={activity.type} />}
            title={<Highlighted text={activity.title} words={words} />}
            detail={
              <Highlighted
                text={[
                  ...[activity.outcome, activity.notes, activity.description].map(
                    (text) => text && excerpt(text, words),
                  ),
                  formatDate(activity.date, today),
                  activity.lead_id && leadNames.get(activity.lead_id),
                ]
                  .filter(Boolean)
                  .join(' · ')}
                words={words}
              />
            }
            muted={activity.status === 'cancelled'}
            link={{ to: '/activity/$id', params: { id: activity.id } }}
          />
        ))}
      </Rows>
    </Section>
  );
