import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ActionIcon, Button, PlainButton } from '../../../ui/Button.tsx';
import type { Program, TemplateTask } from '../../../domain/programs/program.ts';
import { programDaysOfWeek, modulesWithWeeks, weekOfDay } from '../../../domain/programs/weeks.ts';
import { IconChevronDown, IconChevronLeft, IconChevronRight } from '../../../ui/icons.ts';
import { Sheet } from '../../../ui/Sheet.tsx';
import { useIsPhone } from '../../../ui/use-is-phone.ts';
import styles from './ModuleWeeksSidebar.module.css';
import { dayRangeLabel } from './labels.ts';

interface ModuleWeeksSidebarProps {
  program: Pick<Program, 'modules' | 'day_counting' | 'length_days'>;
  tasks: readonly Pick<TemplateTask, 'day_index'>[];
  weekCount: number;
  week: number;
  onWeekChange: (week: number) => void;
  /** False where the days are not on screen. */
  showsWeeks: boolean;
  /** Above the weeks. */
  tools?: ReactNode;
}

/** A program's modules and weeks: a column beside the days; on a phone, one line that opens a sheet. */
export const ModuleWeeksSidebar = ({ tools, showsWeeks, ...weeks }: ModuleWeeksSidebarProps) => {
  const phone = useIsPhone();
  return (
    <div className={styles.sidebar}>
      {tools}
      {showsWeeks && (phone ? <CompactWeekPicker {...weeks} /> : <WeekList {...weeks} />)}
    </div>
  );
};

type WeeksProps = Omit<ModuleWeeksSidebarProps, 'tools' | 'showsWeeks'>;

const WeekList = ({ program, tasks, weekCount, week, onWeekChange }: WeeksProps) => {
  const { day_counting } = program;
  const counts = new Map<number, number>();
  for (const { day_index } of tasks) {
    const weekNumber = weekOfDay(day_index, day_counting);
    counts.set(weekNumber, (counts.get(weekNumber) ?? 0) + 1);
  }
  const lastDay = tasks.reduce((last, { day_index }) => Math.max(last, day_index), program.length_days);
  return (
    <nav aria-label="Weeks" className={styles.modules}>
      {modulesWithWeeks(program.modules, weekCount).map(({ title, weeks }) => {
        const list = (
          <ul className={styles.weeks}>
            {weeks.map((one) => (
              <li key={one}>
                <PlainButton
                  className={styles.week}
                  aria-current={one === week ? 'true' : undefined}
                  onClick={() => {
                    onWeekChange(one);
                  }}
                >
                  <span className={styles.name}>
                    {`Week ${String(one)}`}
                    <span className={styles.days}>{dayRangeLabel(programDaysOfWeek(one, day_counting, lastDay))}</span>
                  </span>
                  <span className={styles.count}>
                    {counts.get(one) ?? ''}
                    {counts.has(one) && <VisuallyHidden>{counts.get(one) === 1 ? ' task' : ' tasks'}</VisuallyHidden>}
                  </span>
                </PlainButton>
              </li>
            ))}
          </ul>
        );
        return title === null ? (
          <div key={weeks[0]}>{list}</div>
        ) : (
          <details key={weeks[0]} open>
            <summary className={styles.module}>
              {title}
              <IconChevronDown size={16} className={styles.chevron} aria-hidden />
            </summary>
            {list}
          </details>
        );
      })}
    </nav>
  );
};

const CompactWeekPicker = (weeks: WeeksProps) => {
  const { program, weekCount, week, onWeekChange } = weeks;
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
  };
  const module = modulesWithWeeks(program.modules, weekCount).find((one) => one.weeks.includes(week))?.title;
  return (
    <div className={styles.line} role="group" aria-label="Week">
      <ActionIcon
        variant="default"
        aria-label="Previous week"
        disabled={week === 1}
        onClick={() => {
          onWeekChange(week - 1);
        }}
      >
        <IconChevronLeft size={20} aria-hidden />
      </ActionIcon>
      <Button
        variant="default"
        className={styles.open ?? ''}
        rightSection={<IconChevronDown size={16} aria-hidden />}
        onClick={() => {
          setOpen(true);
        }}
      >
        {`Week ${String(week)} of ${String(weekCount)}${module == null ? '' : ` · ${module}`}`}
      </Button>
      <ActionIcon
        variant="default"
        aria-label="Next week"
        disabled={week === weekCount}
        onClick={() => {
          onWeekChange(week + 1);
        }}
      >
        <IconChevronRight size={20} aria-hidden />
      </ActionIcon>
      <Sheet opened={isOpen} onClose={close} title="Weeks">
        <WeekList
          {...weeks}
          onWeekChange={(one) => {
            onWeekChange(one);
            close();
          }}
        />
      </Sheet>
    </div>
  );
};
