import { useNavigate } from '@tanstack/react-router';
import { memo } from 'react';
import type { Activity, ActivityStatus } from '../../domain/activities/activity.ts';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { ActivityTypeBadge } from './ActivityTypeBadge.tsx';
import styles from './ActivityRow.module.css';
import { trySave, withSaveErrorToast } from '../errors/with-save-error-toast.ts';
import { REJECTED_LABEL, useIsRejected } from '../sync/rejected-row.tsx';
import { DoneToggle } from './DoneToggle.tsx';
import { formatDate, formatDuration, formatTime, joinDetails } from '../../ui/format.ts';
import { formatName } from '../../ui/format-name.ts';
import { IconArrowBackUp, IconEdit, IconRepeat, IconTrash, IconX } from '../../ui/icons.ts';
import { RowMenu, type RowMenuItem } from '../../ui/RowMenu.tsx';
import { ListRow } from '../../ui/ListRows.tsx';
import { showToast, showUndoToast } from '../../ui/toast.tsx';

/** Each resolves when the change is stored on the device. */
export interface ActivityActions {
  setStatus: (activity: Activity, status: ActivityStatus) => Promise<unknown>;
  /** Logs the same work again, now. */
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
  /** For lists of more than one day. */
  showsDate?: boolean;
}

/** One activity of a list, with its actions. */
export const ActivityRow = memo(function ActivityRow({
  activity,
  today,
  leadName,
  actions,
  showsDate = false,
}: ActivityRowProps) {
  const { title, status } = activity;
  const isRejected = useIsRejected(activity.id);
  return (
    <ListRow
      control={
        <DoneToggle
          status={status}
          title={title}
          onToggle={(done) => withSaveErrorToast(() => actions.setStatus(activity, done ? 'done' : 'planned'))}
        />
      }
      leading={<ActivityTypeBadge type={activity.type} />}
      title={
        <span className={styles.title} data-done={status === 'done' || undefined} dir="auto">
          {formatName(title)}
        </span>
      }
      muted={status === 'cancelled'}
      detail={joinDetails(isRejected && REJECTED_LABEL, activityDetail(activity, today, leadName, showsDate))}
      link={{ to: '/activity/$id', params: { id: activity.id } }}
      action={<ActivityMenu activity={activity} actions={actions} />}
    />
  );
});

const activityDetail = (
  { title, status, date, time, duration, follow_up_required, follow_up_date }: Activity,
  today: CalendarDate,
  leadName: string | undefined,
  showsDate: boolean,
): string =>
  joinDetails(
    status === 'cancelled' && 'Cancelled',
    showsDate && formatDate(date, today),
    time && formatTime(time),
    leadName && !title.includes(leadName) && leadName,
    duration !== null && formatDuration(duration),
    follow_up_required && follow_up_date && `Follow up ${formatDate(follow_up_date, today)}`,
  ) || 'Any time';

const ActivityMenu = ({ activity, actions }: Pick<ActivityRowProps, 'activity' | 'actions'>) => {
  const navigate = useNavigate();
  const items: RowMenuItem[] = [
    {
      label: 'Edit',
      icon: <IconEdit size={18} aria-hidden />,
      onSelect: () => navigate({ to: '/activity/$id', params: { id: activity.id } }),
    },
    {
      label: 'Log again now',
      icon: <IconRepeat size={18} aria-hidden />,
      onSelect: () => repeatWithUndo(activity, actions),
    },
    activity.status === 'cancelled'
      ? {
          label: 'Plan again',
          icon: <IconArrowBackUp size={18} aria-hidden />,
          onSelect: () => withSaveErrorToast(() => actions.setStatus(activity, 'planned')),
        }
      : {
          label: 'Cancel activity',
          icon: <IconX size={18} aria-hidden />,
          onSelect: () => withSaveErrorToast(() => actions.setStatus(activity, 'cancelled')),
        },
    {
      label: 'Delete',
      danger: true,
      icon: <IconTrash size={18} aria-hidden />,
      onSelect: () => deleteWithUndo(activity, actions),
    },
  ];
  return <RowMenu subject={activity.title} items={items} />;
};

/** Logs the same work again, with undo. */
export const repeatWithUndo = async (activity: Activity, actions: ActivityActions): Promise<void> => {
  const repeated = await withSaveErrorToast(() => actions.repeat(activity));
  if (repeated)
    showUndoToast(`Logged “${activity.title}” again.`, () => void withSaveErrorToast(() => actions.remove(repeated)));
};

/** Deletes at once, with undo. Resolves to whether it was deleted. */
export const deleteWithUndo = async (
  activity: Activity,
  { remove, restore }: Pick<ActivityActions, 'remove' | 'restore'>,
): Promise<boolean> => {
  const deleted = await trySave(() => remove(activity));
  if (!deleted) return false;
  showUndoToast(`Deleted “${activity.title}”.`, () => {
    void withSaveErrorToast(async () => {
      await restore(activity);
      showToast(`Restored “${activity.title}”.`);
    });
  });
  return true;
};
