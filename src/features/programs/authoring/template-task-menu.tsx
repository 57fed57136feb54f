import type { TemplateTask } from '../../../domain/programs/program.ts';
import { formatDuration, joinDetails } from '../../../ui/format.ts';
import {
  IconArrowDown,
  IconArrowUp,
  IconBookmark,
  IconCalendarEvent,
  IconCheck,
  IconClipboard,
  IconCopy,
  IconCut,
  IconEdit,
  IconRepeat,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconTrash,
} from '../../../ui/icons.ts';
import type { RowMenuItem } from '../../../ui/RowMenu.tsx';
import { TASK_LEVEL_LABELS } from './labels.ts';
import type { TemplateTaskActions } from './use-template-task-actions.ts';

/** "20 min · Optional · The whole week"; without defaults. */
export const templateTaskDetail = ({ minutes, is_required, level, type, notes }: TemplateTask): string =>
  joinDetails(
    minutes !== null && formatDuration(minutes),
    type !== 'task' && type,
    !is_required && 'Optional',
    level !== 'program_day' && TASK_LEVEL_LABELS[level],
    notes !== null && 'Notes',
  );

const icon = (Icon: typeof IconEdit) => <Icon size={18} aria-hidden />;

/** Cut, copy and delete are for the whole selection where the task is selected. */
export const templateTaskMenuItems = (
  task: TemplateTask,
  index: number,
  count: number,
  actions: TemplateTaskActions,
): RowMenuItem[] => [
  { label: 'Edit', icon: icon(IconEdit), onSelect: () => actions.edit(task) },
  ...(index > 0
    ? [{ label: 'Move up', icon: icon(IconArrowUp), onSelect: () => actions.reorder(task, index - 1) }]
    : []),
  ...(index < count - 1
    ? [{ label: 'Move down', icon: icon(IconArrowDown), onSelect: () => actions.reorder(task, index + 1) }]
    : []),
  { label: 'Move to day…', icon: icon(IconCalendarEvent), onSelect: () => actions.move(task) },
  { label: 'Repeat…', icon: icon(IconRepeat), onSelect: () => actions.repeat(task) },
  { label: 'Select', icon: icon(IconCheck), onSelect: () => actions.select(task) },
  { label: 'Cut', icon: icon(IconCut), onSelect: () => actions.cut(task) },
  { label: 'Copy', icon: icon(IconClipboard), onSelect: () => actions.copy(task) },
  { label: 'Save to library…', icon: icon(IconBookmark), onSelect: () => actions.saveToLibrary(task) },
  { label: 'Delete', icon: icon(IconTrash), danger: true, onSelect: () => actions.remove(task) },
];

export const dayMenuItems = (
  day: number,
  { isEmpty, canPaste, isLast }: { isEmpty: boolean; canPaste: boolean; isLast: boolean },
  actions: TemplateTaskActions,
): RowMenuItem[] => [
  ...(canPaste ? [{ label: 'Paste here', icon: icon(IconClipboard), onSelect: () => actions.paste(day) }] : []),
  ...(isEmpty
    ? []
    : [
        {
          label: 'Copy day…',
          icon: icon(IconCopy),
          onSelect: () => {
            actions.copyOnto({ kind: 'day', day });
          },
        },
      ]),
  { label: 'Insert day before', icon: icon(IconRowInsertTop), onSelect: () => actions.insertDay(day, 'before') },
  { label: 'Insert day after', icon: icon(IconRowInsertBottom), onSelect: () => actions.insertDay(day, 'after') },
  ...(isLast
    ? []
    : [{ label: 'Remove day', icon: icon(IconTrash), danger: true, onSelect: () => actions.removeDay(day) }]),
];

export const weekMenuItems = (
  week: number,
  { isEmpty, isLast }: { isEmpty: boolean; isLast: boolean },
  actions: TemplateTaskActions,
): RowMenuItem[] => [
  ...(isEmpty
    ? []
    : [
        {
          label: 'Copy week…',
          icon: icon(IconCopy),
          onSelect: () => {
            actions.copyOnto({ kind: 'week', week });
          },
        },
      ]),
  { label: 'Insert week before', icon: icon(IconRowInsertTop), onSelect: () => actions.insertWeek(week, 'before') },
  { label: 'Insert week after', icon: icon(IconRowInsertBottom), onSelect: () => actions.insertWeek(week, 'after') },
  ...(isLast
    ? []
    : [{ label: 'Remove week', icon: icon(IconTrash), danger: true, onSelect: () => actions.removeWeek(week) }]),
];
