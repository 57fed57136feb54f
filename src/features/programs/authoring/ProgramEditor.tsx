import { type ReactNode, useState } from 'react';
import { ActionIcon, Button } from '../../../ui/Button.tsx';
import type { TemplateTask } from '../../../domain/programs/program.ts';
import { totalMinutes } from '../../../domain/programs/draft.ts';
import { programDaysOfWeek, lastVisibleDay, weekOfDay } from '../../../domain/programs/weeks.ts';
import type { ProgramWithTasks } from '../../../data/programs/drafts.ts';
import { formatDuration } from '../../../ui/format.ts';
import { IconDownload, IconSettings } from '../../../ui/icons.ts';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { useSearchParam } from '../../../ui/use-route-param.ts';
import { RejectedNotice } from '../../../shared/sync/rejected-row.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { useMediaQuery } from '../../../ui/use-media-query.ts';
import { CopyTasksSheet, type CopySource } from './CopyTasksSheet.tsx';
import styles from './WeekBoard.module.css';
import { LibraryBlockSheet, type BlockToSave } from './LibraryBlockSheet.tsx';
import { LibraryPanel } from './LibraryPanel.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { FILE_ERROR_MESSAGE } from '../../../shared/files/export-download.ts';
import { showErrorToast } from '../../../ui/toast.tsx';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import { exportProgram } from './program-files.ts';
import { ModuleWeeksSidebar } from './ModuleWeeksSidebar.tsx';
import { MoveTemplateTaskSheet } from './MoveTemplateTaskSheet.tsx';
import { PROGRAMS_LINK } from './links.ts';
import programStyles from './Programs.module.css';
import { ProgramSettingsSheet } from './ProgramSettingsSheet.tsx';
import { TemplateTaskSheet } from './TemplateTaskSheet.tsx';
import { TemplatePublisherModal } from './TemplatePublisherModal.tsx';
import { useSheet } from '../../../ui/use-sheet.ts';
import { usePublishedVersions } from '../../../data/programs/use-published-versions.ts';
import { publicationStatusOf } from '../../../shared/programs/publication-status.ts';
import { PublicationStatusBadge } from './PublicationStatusBadge.tsx';
import { ProgramCalendar } from './ProgramCalendar.tsx';
import { weekElementId } from './CalendarWeek.tsx';
import { useDraftEditor } from './draft-editor.ts';
import { useEditorStore } from './editor-state.ts';
import { ProgramEditorContext } from './ProgramEditorContext.tsx';
import { EditorToolbar } from './EditorToolbar.tsx';
import { useEditorKeys } from './use-editor-keys.ts';
import { useTemplateTaskActions } from './use-template-task-actions.ts';
import { WeekBoard } from './WeekBoard.tsx';
import { programSummary } from '../../../shared/programs/program-labels.ts';

interface ProgramEditorProps extends ProgramWithTasks {
  /** The people view, for coaches. */
  people?: ReactNode;
  /** The coach's tools for the selected client or cohort. */
  tools?: ReactNode;
}

/** A program's draft week by week, and its people. */
export const ProgramEditor = (props: ProgramEditorProps) => (
  <ProgramEditorContext programId={props.program.id}>
    <OpenProgram {...props} />
  </ProgramEditorContext>
);

const OpenProgram = ({ people, tools, ...programWithTasks }: ProgramEditorProps) => {
  const { program, tasks } = programWithTasks;
  const versions = usePublishedVersions();
  const publicationStatus = publicationStatusOf(programWithTasks, versions.data);
  const [selectedWeek, setWeek] = useState(1);
  const hasSelection = [useSearchParam('cohort'), useSearchParam('enrollment')].some((id) => id !== undefined);
  const [view, setView] = useState<'days' | 'people'>(hasSelection ? 'people' : 'days');
  const settings = useSheet<'settings'>();
  const publisher = useSheet<'publisher'>();
  const editing = useSheet<string>();
  const moving = useSheet<TemplateTask>();
  const copying = useSheet<CopySource>();
  const saving = useSheet<BlockToSave>();
  const [isLibraryOpen, setLibraryOpen] = useState(false);
  const hasCalendar = useMediaQuery(CALENDAR_MEDIA_QUERY);
  const actions = useTemplateTaskActions({
    program,
    tasks,
    onEdit: editing.open,
    onMove: moving.open,
    onCopy: copying.open,
    onSaveToLibrary: (block) => {
      saving.open({ id: null, title: block.length === 1 ? (block[0]?.title ?? '') : '', tasks: block });
    },
  });
  useEditorKeys(useDraftEditor(), useEditorStore(), actions, tasks);

  const lastDay = lastVisibleDay(program, tasks);
  const weekCount = weekOfDay(lastDay, program.day_counting);
  // The program may have been shortened.
  const week = Math.min(selectedWeek, weekCount);
  const minutes = totalMinutes(tasks);
  const showsDays = view === 'days' || !people;

  const exportWithToast = (format: 'csv' | 'json') =>
    exportProgram(programWithTasks, format).catch(() => {
      showErrorToast(FILE_ERROR_MESSAGE);
    });
  const library = (
    <LibraryPanel
      actions={actions}
      canDrag={hasCalendar}
      onRename={(block) => {
        saving.open(block);
      }}
    />
  );

  return (
    <Page width="wide">
      <PageHeader
        title={program.title}
        back={PROGRAMS_LINK}
        detail={
          <span className={programStyles.detail}>
            {programSummary(program, tasks.length)}
            {minutes > 0 && ` · ${formatDuration(minutes)}`}
            <PublicationStatusBadge state={publicationStatus.state} />
          </span>
        }
        actions={
          <>
            <ActionIcon
              variant="default"
              aria-label="Program settings"
              onClick={() => {
                settings.open('settings');
              }}
            >
              <IconSettings size={20} aria-hidden />
            </ActionIcon>
            <Button
              variant={publicationStatus.state === 'published' ? 'default' : 'filled'}
              onClick={() => {
                publisher.open('publisher');
              }}
            >
              {publicationStatus.state === 'published' ? 'Publication' : 'Publish'}
            </Button>
            <RowMenu
              subject={program.title}
              items={[
                {
                  label: 'Export as CSV',
                  icon: <IconDownload size={18} aria-hidden />,
                  onSelect: () => exportWithToast('csv'),
                },
                {
                  label: 'Export as JSON',
                  icon: <IconDownload size={18} aria-hidden />,
                  onSelect: () => exportWithToast('json'),
                },
              ]}
            />
          </>
        }
      />
      <RejectedNotice rowId={program.id} what="this program" />
      {people && (
        <div>
          <Segmented label="View" value={view} options={EDITOR_VIEW_OPTIONS} onChange={setView} />
        </div>
      )}
      {showsDays && (
        <EditorToolbar
          actions={actions}
          isLibraryOpen={isLibraryOpen}
          onToggleLibrary={() => {
            setLibraryOpen((isOpen) => !isOpen);
          }}
          goToWeek={hasCalendar ? { weekCount, onGo: scrollToWeek } : null}
        />
      )}
      {showsDays && hasCalendar ? (
        <>
          {tools}
          <ProgramCalendar program={program} tasks={tasks} actions={actions} library={isLibraryOpen ? library : null} />
        </>
      ) : (
        <div className={styles.editor}>
          <ModuleWeeksSidebar
            program={program}
            tasks={tasks}
            weekCount={weekCount}
            week={week}
            showsWeeks={showsDays}
            onWeekChange={setWeek}
            tools={tools}
          />
          {showsDays ? (
            <WeekBoard
              key={week}
              program={program}
              tasks={tasks}
              week={week}
              weekCount={weekCount}
              days={programDaysOfWeek(week, program.day_counting, lastDay)}
              actions={actions}
            />
          ) : (
            people
          )}
        </div>
      )}
      <ProgramSettingsSheet
        opened={settings.opened}
        onClose={settings.close}
        program={program}
        hasVersions={
          program.published_version !== null ||
          versions.data?.some(({ program_id }) => program_id === program.id) === true
        }
      />
      <TemplateTaskSheet sheet={editing} program={program} tasks={tasks} />
      <MoveTemplateTaskSheet sheet={moving} program={program} lastDay={lastDay} />
      {!hasCalendar && (
        <Sheet
          opened={isLibraryOpen}
          onClose={() => {
            setLibraryOpen(false);
          }}
          title="Library"
        >
          {library}
        </Sheet>
      )}
      <LibraryBlockSheet sheet={saving} />
      <CopyTasksSheet sheet={copying} program={program} tasks={tasks} />
      <TemplatePublisherModal
        opened={publisher.opened}
        onClose={publisher.close}
        programWithTasks={programWithTasks}
        publicationStatus={publicationStatus}
        onPublished={() => void versions.refetch()}
      />
    </Page>
  );
};

/** A week in one row needs about as much. */
const CALENDAR_MEDIA_QUERY = '(min-width: 70em)';

const scrollToWeek = (week: number): void => {
  document.getElementById(weekElementId(week))?.scrollIntoView({ block: 'start' });
};

const EDITOR_VIEW_OPTIONS = [
  { value: 'days', label: 'Days' },
  { value: 'people', label: 'People' },
] as const;
