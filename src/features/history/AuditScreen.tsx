import { getPersonsHistory, type HistoryEntry } from '../../remote/history.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { Entries } from './Entries.tsx';
import { EntryRow } from './EntryRow.tsx';
import { useDeviceNames } from './use-device-names.ts';

/** An admin's view of everything that has happened to a rep's work, newest first. */
export const AuditScreen = () => {
  const userId = useRouteParam('userId') ?? '';
  const history = useKeptQuery({ key: ['audit', userId], read: () => getPersonsHistory(userId) });
  const onDevice = useDeviceNames(userId);
  const personOf = ({ actor }: HistoryEntry): string =>
    actor === userId ? 'The rep' : actor === null ? 'An operator' : 'An admin';
  return (
    <Page>
      <PageHeader
        title="Audit trail"
        detail="Who changed what, when and with which device."
        back={{ to: `/admin/reps/${userId}`, label: 'Rep' }}
      />
      <Entries
        label="Audit trail"
        history={history}
        nothing="Nothing has happened yet."
        render={(entry) => <EntryRow key={entry.id} entry={entry} who={personOf(entry) + onDevice(entry)} withKind />}
      />
    </Page>
  );
};
