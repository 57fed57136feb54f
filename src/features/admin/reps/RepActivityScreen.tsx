import type { ReactNode } from 'react';
import { activityTypeLabel } from '../../../domain/activities/activity.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { getUserActivity, type UserActivityDetail } from '../../../data/admin/tracking.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatDate, formatDuration, formatTime, joinDetails } from '../../../ui/format.ts';
import { Card, Page, PageHeader } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { ACTIVITY_STATUS_BADGES } from './ActivityList.tsx';
import styles from './RepActivity.module.css';

/** One activity of a rep with all that the rep has written in it, for admins, who can change none of it. */
export const RepActivityScreen = () => {
  const userId = useRouteParam('userId') ?? '';
  const id = useRouteParam('id') ?? '';
  const today = useToday();
  const query = usePersistedQuery({ key: ['activity', userId, id], read: () => getUserActivity(userId, id) });
  const activity = query.data?.activity;
  return (
    <Page>
      <PageHeader
        title={activity?.title ?? 'Activity'}
        back={{ to: `/admin/reps/${userId}`, label: 'Rep' }}
        detail={activity && joinDetails(activityTypeLabel(activity.type), formatDate(activity.date, today))}
      />
      {query.failure?.code === 'rejected' ? (
        <EmptyState>Activity not found. It may have been deleted.</EmptyState>
      ) : (
        <QueryState audience="admin" query={query} skeletonRows={5} />
      )}
      {query.data && (
        <Card>
          <ActivityFacts {...query.data} today={today} />
        </Card>
      )}
      {activity && (
        <QuietLink to="/admin/reps/$userId/history" params={{ userId }}>
          Audit trail
        </QuietLink>
      )}
    </Page>
  );
};

const ActivityFacts = ({ activity, leadName, today }: UserActivityDetail & { today: string }) => (
  <dl className={styles.facts}>
    <Fact name="Status">{ACTIVITY_STATUS_BADGES[activity.status].label}</Fact>
    <Fact name="Time">
      {joinDetails(
        activity.time !== null && formatTime(activity.time),
        activity.duration !== null && formatDuration(activity.duration),
      )}
    </Fact>
    <Fact name="Lead">{leadName}</Fact>
    <Fact name="Follow-up">
      {activity.follow_up_required && activity.follow_up_date !== null
        ? formatDate(activity.follow_up_date, today)
        : null}
    </Fact>
    <Fact name="Outcome">{activity.outcome}</Fact>
    <Fact name="Description">{activity.description}</Fact>
    <Fact name="Notes">{activity.notes}</Fact>
  </dl>
);

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children || <span className={styles.none}>None</span>}</dd>
  </div>
);
