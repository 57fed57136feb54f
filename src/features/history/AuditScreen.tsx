import { getDeviceNames, getPersonsHistory, type HistoryEntry, HISTORY_PAGE } from '../../remote/history.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { EntryRow } from './EntryRow.tsx';
import styles from './History.module.css';

/** An admin's view of everything that has happened to a rep's work, newest first. */
export const AuditScreen = () => {
  const userId = useRouteParam('userId') ?? '';
  const history = useKeptQuery({ key: ['audit', userId], read: () => getPersonsHistory(userId) });
  const names = useKeptQuery({
    key: ['device-names', userId],
    read: async () => [...(await getDeviceNames(userId))],
  });
  const whoDid = ({ actor, device_id }: HistoryEntry): string => {
    const person = actor === userId ? 'The rep' : actor === null ? 'An operator' : 'An admin';
    return device_id === null
      ? person
      : `${person}, on ${new Map(names.data).get(device_id) ?? 'a device that was removed'}`;
  };
  return (
    <Page>
      <PageHeader
        title="Audit trail"
        detail="Who changed what, when and with which device."
        back={{ to: `/admin/reps/${userId}`, label: 'Rep' }}
      />
      <AnswerNotice
        problem={history.failure?.code ?? null}
        savedAt={history.savedAt}
        onRetry={() => void history.refetch()}
      />
      {history.isLoading ? (
        <SkeletonRows />
      ) : history.data && history.data.length > 0 ? (
        <>
          <ol className={styles.entries} aria-label="Audit trail">
            {history.data.map((entry) => (
              <EntryRow key={entry.id} entry={entry} who={whoDid(entry)} withKind />
            ))}
          </ol>
          {history.data.length === HISTORY_PAGE && <p className={styles.who}>Older entries are not shown.</p>}
        </>
      ) : (
        history.data && <EmptyState>Nothing has happened yet.</EmptyState>
      )}
    </Page>
  );
};
