import { ActionIcon, Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { TemplateTask } from '../../domain/program.ts';
import { minutesOf } from '../../domain/program-draft.ts';
import { daysOfWeek, lastDayShown, weekOfDay } from '../../domain/program-weeks.ts';
import type { ProgramWithTasks } from '../../store/programs.ts';
import { formatDuration } from '../../ui/format.ts';
import { IconSettings } from '../../ui/icons.ts';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useSearchParam } from '../../ui/route.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { CopySheet, type CopySource } from './CopySheet.tsx';
import styles from './Board.module.css';
import { ModuleWeeksSidebar } from './ModuleWeeksSidebar.tsx';
import { MoveSheet } from './MoveSheet.tsx';
import { BACK } from './places.ts';
import programStyles from './Programs.module.css';
import { SettingsSheet } from './SettingsSheet.tsx';
import { StandingBadge } from './StandingBadge.tsx';
import { TaskSheet } from './TaskSheet.tsx';
import { TemplatePublisherModal } from './TemplatePublisherModal.tsx';
import { useSheet } from './use-sheet.ts';
import { standingOf, useVersions } from './use-versions.ts';
import { WeekBoard } from './WeekBoard.tsx';
import { programFacts } from './words.ts';

interface ProgramEditorProps extends ProgramWithTasks {
  /** Who takes the program. */
  people?: ReactNode;
  /** What can be done for whom the program is looked at. */
  tools?: ReactNode;
}

/** A program's week, or who takes it, beside all of its weeks. */
export const ProgramEditor = ({ people, tools, ...read }: ProgramEditorProps) => {
  const { program, tasks } = read;
  const versions = useVersions();
  const standing = standingOf(read, versions.data);
  const [chosen, setWeek] = useState(1);
  const isForSomebody = [useSearchParam('cohort'), useSearchParam('enrollment')].some((id) => id !== undefined);
  const [view, setView] = useState<'days' | 'people'>(isForSomebody ? 'people' : 'days');
  const settings = useSheet<'settings'>();
  const publisher = useSheet<'publisher'>();
  const editing = useSheet<string>();
  const moving = useSheet<TemplateTask>();
  const copying = useSheet<CopySource>();

  const lastDay = lastDayShown(program, tasks);
  const weekCount = weekOfDay(lastDay, program.day_counting);
  // The program may have become shorter.
  const week = Math.min(chosen, weekCount);
  const minutes = minutesOf(tasks);

  return (
    <Page width="wide">
      <PageHeader
        title={program.title}
        back={BACK}
        detail={
          <span className={programStyles.detail}>
            {programFacts(program, tasks.length)}
            {minutes > 0 && ` · ${formatDuration(minutes)}`}
            <StandingBadge state={standing.state} />
          </span>
        }
        actions={
          <>
            <ActionIcon
              variant="default"
              aria-label="Settings of the program"
              onClick={() => {
                settings.open('settings');
              }}
            >
              <IconSettings size={20} aria-hidden />
            </ActionIcon>
            <Button
              onClick={() => {
                publisher.open('publisher');
              }}
            >
              Publish
            </Button>
          </>
        }
      />
      {people && (
        <div>
          <Segmented label="View" value={view} options={VIEWS} onChange={setView} />
        </div>
      )}
      <div className={styles.editor}>
        <ModuleWeeksSidebar
          program={program}
          tasks={tasks}
          weekCount={weekCount}
          week={week}
          onWeek={(one) => {
            setWeek(one);
            setView('days');
          }}
          tools={tools}
        />
        {view === 'people' && people ? (
          people
        ) : (
          <WeekBoard
            key={week}
            program={program}
            tasks={tasks}
            week={week}
            days={daysOfWeek(week, program.day_counting, lastDay)}
            onEdit={editing.open}
            onMove={moving.open}
            onCopy={copying.open}
          />
        )}
      </div>
      <SettingsSheet
        opened={settings.opened}
        onClose={settings.close}
        program={program}
        hasVersions={
          program.published_version !== null ||
          versions.data?.some(({ program_id }) => program_id === program.id) === true
        }
      />
      <TaskSheet sheet={editing} program={program} tasks={tasks} />
      <MoveSheet sheet={moving} program={program} lastDay={lastDay} />
      <CopySheet sheet={copying} program={program} tasks={tasks} />
      <TemplatePublisherModal
        opened={publisher.opened}
        onClose={publisher.close}
        read={read}
        standing={standing}
        onPublished={() => void versions.refetch()}
      />
    </Page>
  );
};

const VIEWS = [
  { value: 'days', label: 'Days' },
  { value: 'people', label: 'People' },
] as const;
