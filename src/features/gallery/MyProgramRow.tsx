import { Button } from '@mantine/core';
import { isStuck } from '../../domain/enrollment.ts';
import type { EnrollmentWithTasks } from '../../store/enrollments.ts';
import { useToday } from '../../store/react.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { IconLayoutList, IconX } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { useNow } from '../../ui/RelativeTime.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { Row } from '../../ui/Rows.tsx';
import styles from './Gallery.module.css';
import { makingText, standingText } from './words.ts';

/** What can be done about a program that is taken. */
export type MyProgramDeed = 'end' | 'pay' | 'move';

interface MyProgramRowProps {
  item: EnrollmentWithTasks;
  hasNewerVersion: boolean;
  onAsk: (deed: MyProgramDeed) => void;
}

/** One of the person's programs: how it stands, and what it waits for. */
export const MyProgramRow = ({ item, hasNewerVersion, onAsk }: MyProgramRowProps) => {
  const { enrollment, tasks, done, lastDay } = item;
  const { program_title, status } = enrollment;
  const today = useToday();
  const now = useNow();
  const making = makingText(enrollment, isStuck(enrollment, now));
  return (
    <Row
      leading={<IconTile Icon={IconLayoutList} />}
      title={program_title}
      detail={
        <span className={styles.standing}>
          <span>{standingText(enrollment, lastDay, today)}</span>
          {tasks > 0 && <span>{`${formatCount(done)} of ${plural(tasks, 'task')} done`}</span>}
          {making !== null && <span>{making}</span>}
          {hasNewerVersion && <span>A newer version is out</span>}
        </span>
      }
      beside={
        status !== 'ended' && (
          <>
            {status === 'pending' && (
              <Button
                variant="default"
                size="sm"
                aria-label={`Pay for ${program_title}`}
                onClick={() => {
                  onAsk('pay');
                }}
              >
                Pay
              </Button>
            )}
            {hasNewerVersion && (
              <Button
                variant="default"
                size="sm"
                aria-label={`Move ${program_title} to the newer version`}
                onClick={() => {
                  onAsk('move');
                }}
              >
                Move
              </Button>
            )}
            <RowMenu
              about={program_title}
              items={[
                {
                  label: 'End it',
                  icon: <IconX size={18} aria-hidden />,
                  onSelect: () => {
                    onAsk('end');
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
