import { ActionIcon, Button, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Program, TemplateTask } from '../../domain/program.ts';
import { daysOfWeek, modulesWithWeeks, weekOfDay } from '../../domain/program-weeks.ts';
import { IconChevronDown, IconChevronLeft, IconChevronRight } from '../../ui/icons.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import styles from './ModuleWeeksSidebar.module.css';
import { daysText } from './words.ts';

interface ModuleWeeksSidebarProps {
  program: Pick<Program, 'modules' | 'day_counting' | 'length_days'>;
  tasks: readonly Pick<TemplateTask, 'day_index'>[];
  weekCount: number;
  week: number;
  onWeek: (week: number) => void;
  /** What can be done for whom the program is looked at, above the weeks. */
  tools?: ReactNode;
}

/** A program's modules and their weeks: a column beside the days, on a phone one line that opens a sheet. */
export const ModuleWeeksSidebar = ({ tools, ...weeks }: ModuleWeeksSidebarProps) => {
  const phone = usePhone();
  return (
    <div className={styles.sidebar}>
      {tools}
      {phone ? <WeekLine {...weeks} /> : <WeekList {...weeks} />}
    </div>
  );
};

type WeeksProps = Omit<ModuleWeeksSidebarProps, 'tools'>;

const WeekList = ({ program, tasks, weekCount, week, onWeek }: WeeksProps) => {
  const { day_counting } = program;
  const counts = new Map<number, number>();
  for (const { day_index } of tasks) {
    const of = weekOfDay(day_index, day_counting);
    counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  const lastDay = tasks.reduce((last, { day_index }) => Math.max(last, day_index), program.length_days);
  return (
    <nav aria-label="Weeks" className={styles.modules}>
      {modulesWithWeeks(program.modules, weekCount).map(({ title, weeks }) => {
        const list = (
          <ul className={styles.weeks}>
            {weeks.map((one) => (
              <li key={one}>
                <button
                  type="button"
                  className={styles.week}
                  aria-current={one === week ? 'true' : undefined}
                  onClick={() => {
                    onWeek(one);
                  }}
                >
                  <span className={styles.name}>
                    {`Week ${String(one)}`}
                    <span className={styles.days}>{daysText(daysOfWeek(one, day_counting, lastDay))}</span>
                  </span>
                  <span className={styles.count}>
                    {counts.get(one) ?? ''}
                    {counts.has(one) && <VisuallyHidden>{counts.get(one) === 1 ? ' task' : ' tasks'}</VisuallyHidden>}
                  </span>
                </button>
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

const WeekLine = (weeks: WeeksProps) => {
  const { program, weekCount, week, onWeek } = weeks;
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
          onWeek(week - 1);
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
        <span className={styles.openText}>
          {`Week ${String(week)} of ${String(weekCount)}${module == null ? '' : ` · ${module}`}`}
        </span>
      </Button>
      <ActionIcon
        variant="default"
        aria-label="Next week"
        disabled={week === weekCount}
        onClick={() => {
          onWeek(week + 1);
        }}
      >
        <IconChevronRight size={20} aria-hidden />
      </ActionIcon>
      <Sheet opened={isOpen} onClose={close} title="Weeks">
        <WeekList
          {...weeks}
          onWeek={(one) => {
            onWeek(one);
            close();
          }}
        />
      </Sheet>
    </div>
  );
};
