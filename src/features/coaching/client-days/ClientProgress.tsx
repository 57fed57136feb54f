import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { type ClientProgress as Progress, getClientProgress } from '../../../data/coaching/client-days.ts';
import { weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { NotesText } from '../../../shared/notes/NotesText.tsx';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { formatDate, formatPercent, formatWeekName, joinDetails, plural } from '../../../ui/format.ts';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { Section } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { StatTile, StatTiles } from '../../../ui/StatTile.tsx';
import styles from './ClientDays.module.css';

interface ClientProgressProps {
  clientId: string;
  /** The client's. */
  name: string;
}

/** What a client has done so far in the coach's programs: adherence, weeks, notes, and when they last synced. */
export const ClientProgress = ({ clientId, name }: ClientProgressProps) => {
  const query = usePersistedQuery({ key: ['client-progress', clientId], read: () => getClientProgress(clientId) });
  return (
    <Section title="So far">
      <QueryState audience="coach" query={query} skeletonRows={3} />
      {query.data && <ProgressContent progress={query.data} clientId={clientId} name={name} />}
    </Section>
  );
};

const ProgressContent = ({ progress, clientId, name }: ClientProgressProps & { progress: Progress }) => {
  const { today, last_sync_at, due, done, weeks, notes } = progress;
  return (
    <>
      <StatTiles>
        <StatTile
          label="Adherence"
          value={due === 0 ? '—' : formatPercent(done / due)}
          detail={due === 0 ? 'Nothing was due yet' : `${String(done)} of ${plural(due, 'due task')} done`}
        />
        <StatTile label="Missed" value={due - done} detail="Optional tasks don’t count" />
        <StatTile
          label="Last sync"
          value={last_sync_at === null ? 'Never' : <RelativeTime instant={Date.parse(last_sync_at)} />}
          detail="What they did since isn’t here yet"
        />
      </StatTiles>
      {weeks.length > 0 && (
        <ListRows label="Weeks">
          {weeks.map((week) => (
            <ListRow
              key={week.week_start}
              title={formatWeekName(week.week_start, weekStartOf(today))}
              detail={joinDetails(
                week.due > 0 && `${String(week.done)} of ${String(week.due)} due done`,
                week.missed > 0 && `${String(week.missed)} missed`,
                `${plural(week.completed, 'task')} done in all`,
              )}
              link={{ to: '/clients/$id/days', params: { id: clientId }, search: { week: week.week_start } }}
            />
          ))}
        </ListRows>
      )}
      {notes.length > 0 && (
        <div className={styles.notes}>
          <h3 className={styles.label}>Notes of {name}</h3>
          <ul className={styles.notesList}>
            {notes.map((note) => (
              <li key={note.task_id}>
                <QuietLink to="/clients/$id/days" params={{ id: clientId }} search={{ day: note.date }}>
                  {joinDetails(formatDate(note.date, today), note.title)}
                </QuietLink>
                <NotesText text={note.client_notes} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
};
