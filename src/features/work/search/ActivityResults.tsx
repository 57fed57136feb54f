import type { Activity } from '../../../domain/activities/activity.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { ActivityTypeBadge } from '../../../shared/activities/ActivityTypeBadge.tsx';
import { formatDate, joinDetails } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { HighlightedText } from './HighlightedText.tsx';
import { excerpt } from './highlight.ts';

interface ActivityResultsProps {
  activities: readonly Activity[];
  leadNames: ReadonlyMap<string, string>;
  terms: readonly string[];
  today: CalendarDate;
  /** There are more results than `activities`. */
  isTruncated: boolean;
}

export const ActivityResults = ({ activities, leadNames, terms, today, isTruncated }: ActivityResultsProps) =>
  activities.length > 0 && (
    <Section
      title="Activities"
      {...(isTruncated && { detail: `The latest ${activities.length}. Keep typing to narrow results.` })}
    >
      <ListRows label="Activities found">
        {activities.map((activity) => (
          <ListRow
            key={activity.id}
            leading={<ActivityTypeBadge type={activity.type} />}
            title={<HighlightedText text={formatName(activity.title)} terms={terms} />}
            detail={
              <HighlightedText
                text={joinDetails(
                  ...[activity.outcome, activity.notes, activity.description].map(
                    (text) => text && excerpt(text, terms),
                  ),
                  formatDate(activity.date, today),
                  activity.lead_id && leadNames.get(activity.lead_id),
                )}
                terms={terms}
              />
            }
            muted={activity.status === 'cancelled'}
            link={{ to: '/activity/$id', params: { id: activity.id } }}
          />
        ))}
      </ListRows>
    </Section>
  );
