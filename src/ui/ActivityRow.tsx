import { useNavigate } from '@tanstack/react-router';
import type { Activity, ActivityStatus } from '../domain/activity.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { ActivityTypeBadge } from './ActivityTypeBadge.tsx';
import styles from './ActivityRow.module.css';
import { attempt } from './attempt.ts';
import { DoneToggle } from './DoneToggle.tsx';
import { formatDate, formatDuration, formatTime } from './format.ts';
import { IconArrowBackUp, IconEdit, IconRepeat, IconTrash, IconX } from './icons.ts';
import { RowMenu, type RowMenuItem } from './RowMenu.tsx';
import { Row } from './Rows.tsx';
import { showToast, showUndo } from './toast.tsx';

/** What a list can do with its activities; each resolves when it is on the device. */
export interface ActivityActions {
  setStatus: (activity: Activity, status: ActivityStatus) => Promise<unknown>;
  /** Logs the same work once more, now. */
  repeat: (activity: Activity) => Promise<Activity>;
  remove: (activity: Activity) => Promise<unknown>;
  /** Undoes `remove`. */
  restore: (activity: Activity) => Promise<unknown>;
}

interface ActivityRowProps {
  activity: Activity;
  today: CalendarDate;
  leadName?: string | undefined;
  actions: ActivityActions;
  /** Say the date too, in lists of more than one day. */
  withDate?: boolean;
}

/** One activity of a list: tick it off, open it, or choose from its menu. */
export const ActivityRow = ({ activity, today, leadName, actions, withDate = false }: ActivityRowProps) => {
  const { title, status } = activity;
  return (
    <Row
      control={
        <DoneToggle
          status={status}
          title={title}
          onToggle={(done) => void attempt(() => actions.setStatus(activity, done ? 'done' : 'planned'))}
        />
      }
      leading={<ActivityTypeBadge type={activity.type} />}
      title={
        <span className={styles.title} data-done={status === 'done' || undefined}>
          {title}
        </span>
      }
      muted={status === 'cancelled'}
      detail={activityDetail(activity, today, leadName, withDate)}
      link={{ to: '/activity/$id', params: { id: activity.id } }}
      beside={<Menu activity={activity} actions={actions} />}
    />
  );
};

const activityDetail = (
  { title, status, date, time, duration, follow_up_required, follow_up_date }: Activity,
  today: CalendarDate,
  leadName: string | undefined,
  withDate: boolean,
): string =>
  [
    status === 'cancelled' && 'Cancelled',
    withDate && formatDate(date, today),
    time && formatTime(time),
    leadName && !title.includes(leadName) && leadName,
    duration !== null && formatDuration(duration),
    follow_up_required && follow_up_date && `Follow up ${formatDate(follow_up_date, today)}`,
  ]
    .filter(Boolean)
    .join(' · ') || 'Any time';

const Menu = ({ activity, actions }: Pick<ActivityRowProps, 'activity' | 'actions'>) => {
  const navigate = useNavigate();
  const items: RowMenuItem[] = [
    {
      label: 'Edit',
      icon: <IconEdit size={18} aria-hidden />,
      onSelect: () => void navigate({ to: '/activity/$id', params: { id: activity.id } }),
    },
    {
      label: 'Log again now',
      icon: <IconRepeat size={18} aria-hidden />,
      onSelect: () => void repeatWithUndo(activity, actions),
    },
    activity.status === 'cancelled'
      ? {
          label: 'Plan again',
          icon: <IconArrowBackUp size={18} aria-hidden />,
          onSelect: () => void attempt(() => actions.setStatus(activity, 'planned')),
        }
      : {
          label: 'Cancel it',
          icon: <IconX size={18} aria-hidden />,
          onSelect: () => void attempt(() => actions.setStatus(activity, 'cancelled')),
        },
    {
      label: 'Delete',
      danger: true,
      icon: <IconTrash size={18} aria-hidden />,
      onSelect: () => void deleteWithUndo(activity, actions),
    },
  ];
  return <RowMenu about={activity.title} items={items} />;
};

/** Logs the same work again, and offers to take it back. */
export const repeatWithUndo = async (activity: Activity, actions: ActivityActions): Promise<void> => {
  const repeated = await attempt(() => actions.repeat(activity));
  if (repeated) showUndo(`Logged “${activity.title}” again.`, () => void attempt(() => actions.remove(repeated)));
};

/** Deletes at once, and offers to bring it back. Resolves to whether it was deleted. */
export const deleteWithUndo = async (
  activity: Activity,
  { remove, restore }: Pick<ActivityActions, 'remove' | 'restore'>,
): Promise<boolean> => {
  const deleted = await attempt(async () => {
    await remove(activity);
    return true;
  });
  if (!deleted) return false;
  showUndo(`Deleted “${activity.title}”.`, () => {
    void attempt(async () => {
      await restore(activity);
      showToast(`“${activity.title}” is back.`);
    });
  });
  return true;
};
