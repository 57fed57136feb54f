import { isSyncedTable } from '../../contract/tables.ts';
import { getRowHistory, type HistoryEntry } from '../../remote/history.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { getLeads } from '../../store/leads.ts';
import { useLive, useStore } from '../../store/react.ts';
import { restoreValues } from '../../store/restore-values.ts';
import { attempt } from '../../ui/attempt.ts';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { kindOf } from '../../ui/row-words.ts';
import { showToast } from '../../ui/toast.tsx';
import { Entries } from './Entries.tsx';
import { EntryRow } from './EntryRow.tsx';
import { useDeviceNames } from './use-device-names.ts';

/** Everything that has happened to one row, as the cloud knows it, and the way back to any value. */
export const HistoryScreen = () => {
  const db = useStore();
  const table = useRouteParam('table') ?? '';
  const id = useRouteParam('id') ?? '';
  const here = useLive(async (live) => {
    const [device, leads] = await Promise.all([live.getMeta('device'), getLeads(live)]);
    return { device: device?.id, leadNames: new Map(leads.map(({ id: lead, name }) => [lead, name])) };
  }, []);
  const history = useKeptQuery({ key: ['history', id], read: () => getRowHistory(id) });
  const onDevice = useDeviceNames(db.userId);

  const restore = async (values: Record<string, unknown>, label: string) => {
    if (!isSyncedTable(table)) return;
    const restored = await attempt(async () => {
      await restoreValues(db, table, id, values);
      return true;
    });
    if (restored) showToast(`${label} is as it was then.`);
  };
  const whoDid = (entry: HistoryEntry): string => {
    const person = entry.actor === db.userId ? 'You' : entry.actor === null ? 'An operator' : 'Somebody else';
    return person + (entry.device_id === here?.device ? ', on this device' : onDevice(entry));
  };

  return (
    <Page>
      <PageHeader title="History" detail={`What has happened to this ${kindOf(table)}.`} back={backTo(table, id)} />
      <Entries
        label="History"
        history={history}
        nothing="The cloud has nothing about it yet. It tells more once this has synced."
        render={(entry) => (
          <EntryRow
            key={entry.id}
            entry={entry}
            who={whoDid(entry)}
            leadNames={here?.leadNames}
            onRestore={(values, label) => void restore(values, label)}
          />
        )}
      />
    </Page>
  );
};

const backTo = (table: string, id: string): { to: string; label: string } => {
  if (table === 'program_activities') return { to: `/activity/${id}`, label: 'Activity' };
  if (table === 'tasks') return { to: `/task/${id}`, label: 'Task' };
  if (table === 'submissions') return { to: `/leads/${id}`, label: 'Lead' };
  return { to: '/more', label: 'More' };
};
