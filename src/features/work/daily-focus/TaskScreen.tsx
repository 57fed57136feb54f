import { useNavigate, useRouter } from '@tanstack/react-router';
import { useToday } from '../../../data/profile/local-clock.ts';
import { RowScreen } from '../../../shared/rows/RowScreen.tsx';
import { formatDay } from '../../../ui/format.ts';
import { Card, Page, PageHeader } from '../../../ui/Page.tsx';
import styles from './DailyFocus.module.css';
import { readTaskWithEnrollment, type TaskWithEnrollment } from './focus-days.ts';
import { TaskButtons } from './TaskButtons.tsx';
import { TaskForm } from './TaskForm.tsx';

const TODAY_LINK = { to: '/today', label: 'Today' };

/** One task on a page of its own, for links from other screens. */
export const TaskScreen = () => (
  <RowScreen title="Task" back={TODAY_LINK} read={readTaskWithEnrollment}>
    {(row) => <TaskPage {...row} />}
  </RowScreen>
);

const TaskPage = ({ task, enrollment }: TaskWithEnrollment) => {
  const today = useToday();
  const navigate = useNavigate();
  const { history } = useRouter();
  return (
    <Page>
      <PageHeader title={task.title} back={TODAY_LINK} detail={formatDay(task.date, today)} />
      <Card>
        <TaskForm task={task} enrollment={enrollment} />
      </Card>
      <div className={styles.buttons}>
        <TaskButtons
          task={task}
          onFinished={() => {
            if (history.canGoBack()) history.back();
            else void navigate({ to: '/today' });
          }}
        />
      </div>
    </Page>
  );
};
