import { useState } from 'react';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { getClientDays, type ClientDays } from '../../../data/coaching/client-days.ts';
import { acceptedClients, useConnections } from '../../../data/coaching/use-connections.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { addDays, type CalendarDate, isCalendarDate, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { displayName } from '../../../domain/profiles/profile.ts';
import { AddClientTaskSheet } from '../../../shared/coaching/AddClientTaskSheet.tsx';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { OfflineHint } from '../../../shared/sync/OfflineHint.tsx';
import { useAddressState } from '../../../ui/address-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { DateStepButtons } from '../../../ui/DateStepButtons.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { SelectField } from '../../../ui/Fields.tsx';
import { IconPlus } from '../../../ui/icons.ts';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { useSheet } from '../../../ui/use-sheet.ts';
import styles from './ClientDays.module.css';
import { ClientProgress } from './ClientProgress.tsx';
import { ClientWeekBoard } from './ClientWeekBoard.tsx';
import { EditClientTaskSheet } from './EditClientTaskSheet.tsx';
import { MoveClientTaskSheet } from './MoveClientTaskSheet.tsx';
import { RemoveClientTaskDialog } from './RemoveClientTaskDialog.tsx';

/** `week`: its Monday; `day`: one to show; `enrollment`: only tasks of this one. */
const ADDRESS = ['week', 'day', 'enrollment'] as const;

/** A client's days, week by week: what is there in the coach's programs, and what the coach changes of it. */
export const ClientDaysScreen = () => {
  const id = useRouteParam('id') ?? '';
  const today = useToday();
  const [address, setAddress] = useAddressState(ADDRESS);
  const day = isCalendarDate(address.day ?? '') ? address.day : undefined;
  const weekStart = weekStartOf(isCalendarDate(address.week ?? '') ? (address.week ?? today) : (day ?? today));
  const query = usePersistedQuery({
    key: ['client-days', id, weekStart],
    read: () => getClientDays(id, weekStart, addDays(weekStart, 6)),
  });
  const connections = useConnections();
  const known = acceptedClients(connections.data ?? []).find((client) => client.id === id);
  const days = query.data;
  const name = days ? displayName(days.client) : (known?.name ?? 'Client');
  return (
    <Page width="wide">
      <PageHeader
        title={name}
        detail="Days"
        back={known ? { to: `/clients/${id}`, label: name } : { to: '/clients', label: 'Clients' }}
        actions={
          <DateStepButtons
            unit="week"
            date={weekStart}
            today={today}
            showsName
            onChange={(week) => {
              setAddress({ week, day: undefined });
            }}
          />
        }
      />
      <QueryState audience="coach" query={query} skeletonRows={7} />
      {days && (
        <ClientWeek
          key={id}
          days={days}
          name={name}
          weekStart={weekStart}
          day={day}
          enrollment={days.enrollments.some((one) => one.id === address.enrollment) ? address.enrollment : undefined}
          onEnrollment={(enrollment) => {
            setAddress({ enrollment });
          }}
        />
      )}
      <ClientProgress clientId={id} name={name} />
    </Page>
  );
};

interface ClientWeekProps {
  days: ClientDays;
  name: string;
  weekStart: CalendarDate;
  day: CalendarDate | undefined;
  /** The one whose tasks alone are shown. */
  enrollment: string | undefined;
  onEnrollment: (enrollment: string | undefined) => void;
}

const ClientWeek = ({ days, name, weekStart, day, enrollment, onEnrollment }: ClientWeekProps) => {
  const { client, today, enrollments } = days;
  const [addDate, setAddDate] = useState<{ date: CalendarDate; isOpen: boolean }>({ date: today, isOpen: false });
  const editing = useSheet<ClientDays['tasks'][number]>();
  const moving = useSheet<ClientDays['tasks'][number]>();
  const removing = useSheet<ClientDays['tasks'][number]>();
  if (enrollments.length === 0) {
    return (
      <EmptyState
        action={
          <ButtonLink to="/programs" variant="default">
            Go to programs
          </ButtonLink>
        }
      >
        {name} is not in any of your programs, so you see none of their tasks. To enroll them, open a program and choose
        People.
      </EmptyState>
    );
  }
  const tasks = days.tasks.filter(({ enrollment_id }) => enrollment === undefined || enrollment_id === enrollment);
  const programs = enrollments
    .filter(({ id, status }) => status === 'active' && (enrollment === undefined || id === enrollment))
    .map(({ id, program_title }) => ({ enrollment: id, title: program_title }));
  const add = (date: CalendarDate) => {
    setAddDate({ date, isOpen: true });
  };
  const firstDay = [day, weekStart].find((date) => date !== undefined && date >= today) ?? today;
  return (
    <>
      <div className={styles.tools}>
        {enrollments.length > 1 && (
          <SelectField
            label="Program"
            data={[
              { value: '', label: 'All programs' },
              ...enrollments.map(({ id, program_title }) => ({ value: id, label: program_title })),
            ]}
            value={enrollment ?? ''}
            onChange={(event) => {
              onEnrollment(event.currentTarget.value || undefined);
            }}
          />
        )}
        {programs.length > 0 && (
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => {
              add(firstDay);
            }}
          >
            Add task
          </Button>
        )}
      </div>
      <OfflineHint>Changes to the days of a client need a connection.</OfflineHint>
      <ClientWeekBoard
        days={days}
        tasks={tasks}
        name={name}
        weekStart={weekStart}
        selectedDay={day}
        actions={{ open: editing.open, move: moving.open, remove: removing.open }}
        onAdd={programs.length > 0 ? add : undefined}
      />
      <AddClientTaskSheet
        opened={addDate.isOpen}
        onClose={() => {
          setAddDate({ ...addDate, isOpen: false });
        }}
        target={{ kind: 'client', id: client.id, name, programs }}
        date={addDate.date}
      />
      <EditClientTaskSheet sheet={editing} days={days} name={name} onRemove={removing.open} />
      <MoveClientTaskSheet sheet={moving} days={days} name={name} />
      <RemoveClientTaskDialog dialog={removing} days={days} name={name} onRemoved={editing.close} />
    </>
  );
};
