import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { isStuck } from '../../domain/enrollment.ts';
import type { Enrollment } from '../../domain/program.ts';
import { endEnrollment } from '../../remote/enrollments.ts';
import { type EnrollmentWithTasks, enrollmentsWithTasks } from '../../store/enrollments.ts';
import { useLive, useToday } from '../../store/react.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { IconLayoutList, IconX } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { useNow } from '../../ui/RelativeTime.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showProblem, showToast } from '../../ui/toast.tsx';
import styles from './Gallery.module.css';
import { makingText, standingText, whyNotTaken } from './words.ts';

/** The programs that the person takes or took, as this device knows them. */
export const MyProgramsScreen = () => {
  const list = useLive(enrollmentsWithTasks, []);
  const { syncNow } = useProgramSync();
  const [ending, setEnding] = useState<Enrollment>();
  const [isAsking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: ({ id }: Enrollment) => endEnrollment(id),
    networkMode: 'always',
    onSuccess: (_, { program_title }) => {
      setAsking(false);
      showToast(`“${program_title}” has ended.`);
      void syncNow();
    },
    onError: (reason, { program_title }) => {
      setAsking(false);
      showProblem(whyNotTaken(reason, `“${program_title}” goes on.`));
    },
  });
  return (
    <Page>
      <PageHeader title="My programs" actions={<QuietLink to="/gallery">Gallery</QuietLink>} />
      {!list ? (
        <SkeletonRows count={3} />
      ) : list.length === 0 ? (
        <EmptyState
          icon={<IconLayoutList size={24} aria-hidden />}
          action={
            <ButtonLink to="/gallery" variant="default">
              Look into the gallery
            </ButtonLink>
          }
        >
          You take no program yet. The tasks of one that you take are in your days by themselves.
        </EmptyState>
      ) : (
        <Rows label="My programs">
          {list.map((item) => (
            <ProgramRow
              key={item.enrollment.id}
              item={item}
              onEnd={() => {
                setEnding(item.enrollment);
                setAsking(true);
              }}
            />
          ))}
        </Rows>
      )}
      <ConfirmDialog
        opened={isAsking}
        title={`End “${ending?.program_title ?? ''}”?`}
        confirmLabel="End it"
        danger
        busy={end.isPending}
        onClose={() => {
          setAsking(false);
        }}
        onConfirm={() => {
          if (ending) end.mutate(ending);
        }}
      >
        No new tasks come of it.{' '}
        {ending && ending.coach_id !== ending.user_id && 'Its coach does not see any more how you get on. '}
        The tasks that are in your days stay there, done or not.
      </ConfirmDialog>
    </Page>
  );
};

const ProgramRow = ({ item, onEnd }: { item: EnrollmentWithTasks; onEnd: () => void }) => {
  const { enrollment, tasks, done, lastDay } = item;
  const today = useToday();
  const now = useNow();
  const making = makingText(enrollment, isStuck(enrollment, now));
  const hasEnded = enrollment.status === 'ended';
  return (
    <Row
      leading={<IconTile Icon={IconLayoutList} />}
      title={enrollment.program_title}
      detail={
        <span className={styles.standing}>
          <span>{standingText(enrollment, lastDay, today)}</span>
          {tasks > 0 && <span>{`${formatCount(done)} of ${plural(tasks, 'task')} done`}</span>}
          {making !== null && <span>{making}</span>}
        </span>
      }
      {...(!hasEnded && {
        beside: (
          <RowMenu
            about={enrollment.program_title}
            items={[{ label: 'End it', icon: <IconX size={18} aria-hidden />, onSelect: onEnd, danger: true }]}
          />
        ),
      })}
    />
  );
};
