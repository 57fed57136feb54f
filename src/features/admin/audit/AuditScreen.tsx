import { getUserHistory, type HistoryEntry } from '../../../data/sync/history.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { HistoryEntries } from '../../../shared/history/HistoryEntries.tsx';
import { HistoryEntryRow } from '../../../shared/history/HistoryEntryRow.tsx';
import { useDeviceSuffix } from '../../../shared/history/use-device-suffix.ts';

/** The history of all of a rep's rows, for admins, newest first. */
export const AuditScreen = () => {
  const userId = useRouteParam('userId') ?? '';
  const history = usePersistedQuery({ key: ['audit-named', userId], read: () => getUserHistory(userId) });
  const deviceSuffixOf = useDeviceSuffix(userId);
  const actorNameOf = ({ actor }: HistoryEntry): string =>
    actor === userId ? 'The rep' : actor === null ? 'System' : 'An admin';
  return (
    <Page>
      <PageHeader
        title="Audit trail"
        detail="Who changed what, when and on which device."
        back={{ to: `/admin/reps/${userId}`, label: 'Rep' }}
      />
      <HistoryEntries
        audience="admin"
        label="Audit trail"
        history={history}
        emptyMessage="No changes yet."
        render={(entry) => (
          <HistoryEntryRow
            key={entry.id}
            entry={entry}
            actorLabel={actorNameOf(entry) + deviceSuffixOf(entry)}
            subject={entry.subject}
          />
        )}
      />
    </Page>
  );
};
