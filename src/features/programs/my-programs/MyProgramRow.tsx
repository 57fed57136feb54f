import { Button } from '../../../ui/Button.tsx';
import { isMaterializationStalled } from '../../../domain/enrollments/enrollment.ts';
import { currentPause, pausesOf } from '../../../domain/enrollments/pauses.ts';
import type { EnrollmentWithTasks } from '../../../data/enrollments/own-enrollments.ts';
import type { MyCoach } from '../../../data/enrollments/my-coaches.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { formatCount, formatInstantDay, plural } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { IconLayoutList, IconX } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { useNow } from '../../../ui/RelativeTime.tsx';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import { ListRow } from '../../../ui/ListRows.tsx';
import styles from './MyProgramRow.module.css';
import { pauseMenuItems } from '../../../shared/programs/pause-menu.tsx';
import { enrollmentStatusLabel, materializeStatusLabel, pauseLabel } from '../../../shared/programs/offer-labels.ts';

export type MyProgramAction = 'end' | 'pay' | 'move' | 'pause' | 'resume';

interface MyProgramRowProps {
  item: EnrollmentWithTasks;
  coach: MyCoach | undefined;
  hasNewerVersion: boolean;
  onAction: (action: MyProgramAction) => void;
}

/** One of the person's enrollments, with its status and actions. */
export const MyProgramRow = ({ item, coach, hasNewerVersion, onAction }: MyProgramRowProps) => {
  const { enrollment, tasks, done, lastDay } = item;
  const { program_title, status } = enrollment;
  const today = useToday();
  const now = useNow();
  const pause = status === 'active' ? currentPause(pausesOf(enrollment), today) : undefined;
  const materializeStatus = materializeStatusLabel(enrollment, isMaterializationStalled(enrollment, now));
  return (
    <ListRow
      leading={<IconTile Icon={IconLayoutList} />}
      title={program_title}
      detail={
        <span className={styles.status}>
          <span>{enrollmentStatusLabel(enrollment, lastDay, today)}</span>
          {coach && coach.coach !== '' && <span>{coachLabel(coach)}</span>}
          {tasks > 0 && <span>{`${formatCount(done)} of ${plural(tasks, 'task')} done`}</span>}
          {pause && <span>{pauseLabel(pause, today)}</span>}
          {materializeStatus !== null && <span>{materializeStatus}</span>}
          {hasNewerVersion && <span>A newer version is available</span>}
        </span>
      }
      action={
        status !== 'ended' && (
          <>
            {status === 'pending' && (
              <Button
                variant="default"
                size="sm"
                aria-label={`Pay for ${formatName(program_title)}`}
                onClick={() => {
                  onAction('pay');
                }}
              >
                Pay
              </Button>
            )}
            {hasNewerVersion && (
              <Button
                variant="default"
                size="sm"
                aria-label={`Move ${formatName(program_title)} to the newer version`}
                onClick={() => {
                  onAction('move');
                }}
              >
                Move
              </Button>
            )}
            <RowMenu
              subject={program_title}
              items={[
                ...(status === 'active'
                  ? pauseMenuItems(
                      pausesOf(enrollment),
                      today,
                      () => {
                        onAction('pause');
                      },
                      () => {
                        onAction('resume');
                      },
                    )
                  : []),
                {
                  label: 'Leave program',
                  icon: <IconX size={18} aria-hidden />,
                  onSelect: () => {
                    onAction('end');
                  },
                  danger: true,
                },
              ]}
            />
          </>
        )
      }
    />
  );
};

/** "Coach: Ada"; "Coach: Ada, in place of Ben since Mon 30 Nov" */
const coachLabel = ({ coach, former_coach, since }: MyCoach): string => {
  const name = `Coach: ${formatName(coach)}`;
  if (since === null) return name;
  const former = former_coach === null || former_coach === '' ? '' : ` in place of ${formatName(former_coach)}`;
  return `${name},${former} since ${formatInstantDay(Date.parse(since))}`;
};
