import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { Meta } from '../../../store/database.ts';
import { useLiveQuery, useDatabase } from '../../../store/live-query.ts';
import { requestSelfCheck } from '../../../store/self-check.ts';
import { useDatabaseVersionState } from '../../../store/use-version-state.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { plural } from '../../../ui/format.ts';
import { IconRefresh } from '../../../ui/icons.ts';
import { Section } from '../../../ui/Page.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';

export const SyncSection = () => {
  const { isKnown, syncStatus, lastSyncAt, pendingChanges, rejectedChanges, isTurnedOff, syncNow } = useProgramSync();
  const versionState = useDatabaseVersionState(useDatabase());
  const unsynced = pendingChanges + rejectedChanges;
  if (!isKnown) return null;
  if (versionState !== 'usual') {
    return (
      <Section title="Sync">
        <ListRows label="Sync">
          <ListRow
            title="Sync state unknown in this tab"
            detail="This tab is no longer connected to this device’s data"
          />
        </ListRows>
      </Section>
    );
  }
  return (
    <Section title="Sync">
      <ListRows label="Sync">
        <ListRow
          title={
            unsynced > 0
              ? `${plural(unsynced, 'change')} on this device only`
              : lastSyncAt
                ? 'Everything is in the cloud'
                : 'This device hasn’t synced yet'
          }
          detail={
            isTurnedOff ? (
              'Syncing is turned off by an admin'
            ) : lastSyncAt ? (
              <>
                Last sync <RelativeTime instant={lastSyncAt.getTime()} />
              </>
            ) : (
              'Your work from the cloud appears after the first sync'
            )
          }
          trailing={
            <Button
              variant="default"
              size="sm"
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={syncStatus === 'syncing'}
              onClick={() => syncNow()}
            >
              Sync now
            </Button>
          }
        />
        {rejectedChanges > 0 && (
          <ListRow
            title={`${plural(rejectedChanges, 'change')} not accepted`}
            detail="Nothing is lost: try again, edit or discard"
            link={{ to: '/needs-attention' }}
          />
        )}
        <SelfCheckRow />
        <ListRow title="Devices" detail="Where your work is stored" link={{ to: '/devices' }} />
      </ListRows>
    </Section>
  );
};

/** The result of the last self-check, which runs once a day, and a button to run it now. */
const SelfCheckRow = () => {
  const db = useDatabase();
  const { isTurnedOff, syncNow } = useProgramSync();
  const [isChecking, setChecking] = useState(false);
  const last = useLiveQuery((live) => live.getMeta('selfCheck'), []);
  const check = async () => {
    setChecking(true);
    await requestSelfCheck(db);
    await syncNow();
    setChecking(false);
  };
  return (
    <ListRow
      title="Compared with the cloud"
      detail={last && last.checked_at > 0 ? <CheckResult last={last} /> : 'Not yet'}
      trailing={
        <Button variant="default" size="sm" loading={isChecking} disabled={isTurnedOff} onClick={() => check()}>
          Check now
        </Button>
      }
    />
  );
};

const CheckResult = ({ last: { checked_at, repaired_at, unrepaired = {} } }: { last: Meta['selfCheck'] }) => {
  const rows = Object.values(unrepaired).reduce((sum, digests) => sum + Object.keys(digests).length, 0);
  const result =
    rows > 0
      ? `${plural(rows, 'row differs', 'rows differ')}; reported to your admins`
      : repaired_at === checked_at
        ? 'Differences found and repaired'
        : 'No differences';
  return (
    <>
      {result}, <RelativeTime instant={checked_at} />
    </>
  );
};
