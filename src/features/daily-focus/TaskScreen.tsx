import { useNavigate, useRouter } from '@tanstack/react-router';
import { useLive, useToday } from '../../store/react.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { formatDay } from '../../ui/format.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Card, Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import styles from './DailyFocus.module.css';
import { readOneTask } from './focus-days.ts';
import { TaskButtons } from './TaskButtons.tsx';
import { TaskForm } from './TaskForm.tsx';

const BACK = { to: '/today', label: 'Today' };

/** One task on a page of its own, for whatever leads to a task from elsewhere. */
export const TaskScreen = () => {
  const id = useRouteParam('id') ?? '';
  const today = useToday();
  const navigate = useNavigate();
  const { history } = useRouter();
  const read = useLive((db) => readOneTask(db, id), [id]);
  const isRead = read?.id === id;
  const task = isRead ? read.task : undefined;
  if (!task) {
    return (
      <Page>
        <PageHeader title="Task" back={BACK} />
        {isRead ? (
          <EmptyState action={<ButtonLink to="/today">Go to today</ButtonLink>}>
            This task is not here. It may have been deleted, or not have reached this device yet.
          </EmptyState>
        ) : (
          <SkeletonRows />
        )}
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader title={task.title} back={BACK} detail={formatDay(task.date, today)} />
      <Card>
        <TaskForm key={id} task={task} enrollment={read?.enrollment} />
      </Card>
      <div className={styles.buttons}>
        <TaskButtons
          task={task}
          onEnded={() => {
            if (history.canGoBack()) history.back();
            else void navigate({ to: '/today' });
          }}
        />
      </div>
    </Page>
  );
};
