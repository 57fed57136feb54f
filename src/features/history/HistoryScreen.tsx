import { isSyncedTable } from '../../contract/tables.ts';
import { getDeviceNames, getRowHistory, type HistoryEntry, HISTORY_PAGE } from '../../remote/history.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { useLive, useStore } from '../../store/react.ts';
import { restoreValues } from '../../store/restore-values.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { attempt } from '../../ui/attempt.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { EntryRow } from './EntryRow.tsx';
import styles from './History.module.css';
import { kindOf } from './words.ts';

/** Everything that has happened to one row, as the cloud knows it, and the way back to any value. */
export const HistoryScreen = () => {
  const db = useStore();
  const table = useRouteParam('table') ?? '';
  const id = useRouteParam('id') ?? '';
  const device = useLive((live) => live.getMeta('device'), [])?.id;
  const history = useKeptQuery({ key: ['history', id], read: () => getRowHistory(id) });
  const names = useKeptQuery({
    key: ['device-names'],
    read: async () => [...(await getDeviceNames(db.userId))],
  });

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
    if (entry.device_id === null) return person;
    const where =
      entry.device_id === device
        ? 'this device'
        : (new Map(names.data).get(entry.device_id) ?? 'a device that was removed');
    return `${person}, on ${where}`;
  };

  return (
    <Page>
      <PageHeader title="History" detail={`What has happened to this ${kindOf(table)}.`} back={backTo(table, id)} />
      <AnswerNotice
        problem={history.failure?.code ?? null}
        savedAt={history.savedAt}
        onRetry={() => void history.refetch()}
      />
      {history.isLoading ? (
        <SkeletonRows />
      ) : history.data && history.data.length > 0 ? (
        <>
          <ol className={styles.entries} aria-label="History">
            {history.data.map((entry) => (
              <EntryRow
                key={entry.id}
                entry={entry}
                who={whoDid(entry)}
                onRestore={(values, label) => void restore(values, label)}
              />
            ))}
          </ol>
          {history.data.length === HISTORY_PAGE && <p className={styles.who}>Older entries are not shown.</p>}
        </>
      ) : (
        history.data && <EmptyState>The cloud has nothing about it yet. It tells more once this has synced.</EmptyState>
      )}
    </Page>
  );
};

const backTo = (table: string, id: string): { to: string; label: string } => {
  if (table === 'program_activities') return { to: `/activity/${id}`, label: 'Activity' };
  if (table === 'submissions') return { to: `/leads/${id}`, label: 'Lead' };
  return { to: '/more', label: 'More' };
};
