import { useDraggable } from '@dnd-kit/core';
import type { ClientTask } from '../../../data/coaching/client-days.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { PlainButton } from '../../../ui/Button.tsx';
import { formatName } from '../../../ui/format-name.ts';
import { IconCalendarEvent, IconEdit, IconFileText, IconLock, IconMessage, IconTrash } from '../../../ui/icons.ts';
import { ignorePortalEvents } from '../../../ui/ignore-portal-events.ts';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import { StatusDot } from '../../../ui/StatusDot.tsx';
import styles from './ClientDays.module.css';
import { clientTaskDetail, holdMessage, taskState } from './labels.ts';

export interface ClientTaskActions {
  open: (task: ClientTask) => void;
  move: (task: ClientTask) => void;
  remove: (task: ClientTask) => void;
}

export interface ClientTaskCardProps {
  task: ClientTask;
  /** The client's. */
  name: string;
  today: CalendarDate;
  /** Where the client has several. */
  programTitle: string | undefined;
  actions: ClientTaskActions;
}

/** A task of a client's day. A mouse drags it to another day; its menu moves it without one. */
export const ClientTaskCard = (props: ClientTaskCardProps) => {
  const { task, name, actions } = props;
  const isHeld = holdMessage(task, name) !== null;
  const { listeners, setNodeRef, isDragging } = useDraggable({ id: task.id, disabled: isHeld });
  const open = () => {
    actions.open(task);
  };
  return (
    <li ref={setNodeRef} data-dragging={isDragging || undefined} {...ignorePortalEvents(listeners)}>
      <div className={styles.card} data-held={isHeld || undefined}>
        <PlainButton className={styles.content} onClick={open}>
          <ClientTaskContent {...props} />
        </PlainButton>
        {!isHeld && (
          <div className={styles.menu}>
            <RowMenu
              subject={task.title}
              items={[
                { label: 'Edit', icon: <IconEdit size={18} aria-hidden />, onSelect: open },
                {
                  label: 'Move to…',
                  icon: <IconCalendarEvent size={18} aria-hidden />,
                  onSelect: () => {
                    actions.move(task);
                  },
                },
                {
                  label: 'Remove',
                  danger: true,
                  icon: <IconTrash size={18} aria-hidden />,
                  onSelect: () => {
                    actions.remove(task);
                  },
                },
              ]}
            />
          </div>
        )}
      </div>
    </li>
  );
};

/** Also what is shown under the pointer while the card is dragged. */
export const ClientTaskContent = ({ task, name, today, programTitle }: Omit<ClientTaskCardProps, 'actions'>) => {
  const state = taskState(task, today);
  const detail = clientTaskDetail(task, programTitle);
  return (
    <>
      <span className={styles.title} dir="auto">
        {formatName(task.title)}
      </span>
      {detail !== '' && <span className={styles.detail}>{detail}</span>}
      {(state ?? (task.client_locked || task.notes || task.client_notes)) && (
        <span className={styles.marks}>
          {state && <StatusDot tone={state.tone}>{state.label}</StatusDot>}
          {task.client_locked && <IconLock size={15} role="img" aria-label="Locked" />}
          {task.notes && <IconFileText size={15} role="img" aria-label="Has notes" />}
          {task.client_notes && <IconMessage size={15} role="img" aria-label={`Has a note of ${name}`} />}
        </span>
      )}
    </>
  );
};
