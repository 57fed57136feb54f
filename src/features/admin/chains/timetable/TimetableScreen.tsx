import { useState } from 'react';
import { useTimetable } from '../../../../data/chains/use-chains.ts';
import type { TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { QueryState } from '../../../../shared/queries/QueryNotice.tsx';
import { joinDetails } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { ListRow, ListRows } from '../../../../ui/ListRows.tsx';
import { Page, PageHeader } from '../../../../ui/Page.tsx';
import { StatusDot } from '../../../../ui/StatusDot.tsx';
import { DataTabs } from '../DataTabs.tsx';
import { useInlineInstantLabel } from '../use-times.ts';
import { nextRunLabel, scheduleLabel } from './schedule-label.ts';
import { ScheduleSheet } from './ScheduleSheet.tsx';
import styles from './Timetable.module.css';

/** When chains and tasks run by themselves. */
export const TimetableScreen = () => {
  const timetable = useTimetable();
  const [edited, setEdited] = useState<{ name: string | null; opened: boolean }>({ name: null, opened: false });
  const entry = timetable.data?.find(({ name }) => name === edited.name);
  return (
    <Page>
      <PageHeader title="Timetable" detail="When chains and tasks run by themselves. Choose one to change it." />
      <DataTabs />
      <QueryState audience="admin" query={timetable} skeletonRows={8} />
      {timetable.data && (
        <ListRows label="Timetable">
          {timetable.data.map((listed) => (
            <EntryRow
              key={listed.name}
              entry={listed}
              timetable={timetable.data ?? []}
              onClick={() => {
                setEdited({ name: listed.name, opened: true });
              }}
            />
          ))}
        </ListRows>
      )}
      <ScheduleSheet
        entry={entry}
        timetable={timetable.data ?? []}
        opened={edited.opened}
        onClose={() => {
          setEdited({ ...edited, opened: false });
        }}
      />
    </Page>
  );
};

interface EntryRowProps {
  entry: TimetableEntry;
  timetable: readonly TimetableEntry[];
  onClick: () => void;
}

const EntryRow = ({ entry, timetable, onClick }: EntryRowProps) => {
  const instantLabel = useInlineInstantLabel();
  const isUpcoming = entry.enabled && entry.next_at !== null;
  return (
    <ListRow
      title={entry.title}
      detail={
        <span className={styles.detail}>
          <span>{scheduleLabel(entry, timetable)}</span>
          {entry.skipped_slot !== null && (
            <span>{`Skipped ${instantLabel(entry.skipped_slot)}: the same job was running.`}</span>
          )}
          {entry.updated_by !== null && (
            <span>{joinDetails(`Changed ${instantLabel(entry.updated_at)} by ${formatName(entry.updated_by)}`)}</span>
          )}
        </span>
      }
      trailing={
        entry.enabled ? (
          isUpcoming && <StatusDot tone="good">{nextRunLabel(entry, timetable, instantLabel)}</StatusDot>
        ) : (
          <StatusDot tone="quiet">Off</StatusDot>
        )
      }
      onClick={onClick}
    />
  );
};
