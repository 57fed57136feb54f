import { isSyncedTable } from '../../../contract/synced-tables.ts';
import { getRowHistory, type HistoryEntry } from '../../../data/sync/history.ts';
import { getEnrollmentsById, getTask } from '../../../data/tasks/tasks.ts';
import { isAssigned } from '../../../domain/tasks/task.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { getLeads } from '../../../data/leads/leads.ts';
import { useLiveQuery, useDatabase } from '../../../store/live-query.ts';
import { restoreValues } from '../../../data/sync/restore-values.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { rowKindLabel, sentenceCase } from '../../../shared/rows/labels.ts';
import { rowPathOf } from '../../../shared/rows/links.ts';
import { showToast } from '../../../ui/toast.tsx';
import { HistoryEntries } from '../../../shared/history/HistoryEntries.tsx';
import { HistoryEntryRow } from '../../../shared/history/HistoryEntryRow.tsx';
import { useDeviceSuffix } from '../../../shared/history/use-device-suffix.ts';

/** The history of one row, with every earlier value to restore. */
export const HistoryScreen = () => {
  const db = useDatabase();
  const table = useRouteParam('table') ?? '';
  const id = useRouteParam('id') ?? '';
  const local = useLiveQuery(
    async (live) => {
      const [device, leads, task, enrollments] = await Promise.all([
        live.getMeta('device'),
        getLeads(live),
        table === 'tasks' ? getTask(live, id) : undefined,
        getEnrollmentsById(live),
      ]);
      return {
        device: device?.id,
        leadNames: new Map(leads.map((lead) => [lead.id, lead.name])),
        hasAssignedNotes: task !== undefined && isAssigned(task),
        coaches: new Set([...enrollments.values()].map(({ coach_id }) => coach_id)),
      };
    },
    [table, id],
  );
  const history = usePersistedQuery({ key: ['history', id], read: () => getRowHistory(id) });
  const deviceSuffixOf = useDeviceSuffix(db.userId);

  const restore = async (values: Record<string, unknown>, label: string) => {
    if (!isSyncedTable(table)) return;
    const restored = await withSaveErrorToast(async () => {
      await restoreValues(db, table, id, values);
      return true;
    });
    if (restored) showToast(`Restored: ${label}.`);
  };
  const actorLabelOf = (entry: HistoryEntry): string => {
    const person = actorName(entry.actor, db.userId, local?.coaches);
    return person + (entry.device_id === local?.device ? ', on this device' : deviceSuffixOf(entry));
  };

  return (
    <Page>
      <PageHeader title="History" detail={`Changes to this ${rowKindLabel(table)}`} back={backLinkOf(table, id)} />
      <HistoryEntries
        label="History"
        history={history}
        emptyMessage="No history yet. It appears here after the next sync."
        render={(entry) => (
          <HistoryEntryRow
            key={entry.id}
            entry={entry}
            actorLabel={actorLabelOf(entry)}
            leadNames={local?.leadNames}
            onRestore={(values, label) => void restore(values, label)}
            // What a coach or a program wrote is theirs.
            isRestorable={(field) => !(local?.hasAssignedNotes && field === 'notes')}
          />
        )}
      />
    </Page>
  );
};

const actorName = (actor: string | null, userId: string, coaches: ReadonlySet<string> | undefined): string => {
  if (actor === userId) return 'You';
  if (actor === null) return 'System';
  return coaches?.has(actor) ? 'Your coach' : 'Someone else';
};

/** The tables of which each row has a screen of its own that links here. */
const TABLES_WITH_SCREEN = new Set(['program_activities', 'tasks', 'submissions']);

const backLinkOf = (table: string, id: string): { to: string; label: string } => {
  const path = TABLES_WITH_SCREEN.has(table) ? rowPathOf(table, { id }) : null;
  return path === null ? { to: '/more', label: 'More' } : { to: path, label: sentenceCase(rowKindLabel(table)) };
};
