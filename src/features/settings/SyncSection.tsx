import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Meta } from '../../store/database.ts';
import { useLive, useStore } from '../../store/react.ts';
import { askForCheck } from '../../store/self-check.ts';
import { useConnection } from '../../store/use-connection.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { plural } from '../../ui/format.ts';
import { IconRefresh } from '../../ui/icons.ts';
import { Section } from '../../ui/Page.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';

export const SyncSection = () => {
  const { isKnown, syncStatus, lastSyncAt, pendingChanges, rejectedChanges, isTurnedOff, syncNow } = useProgramSync();
  const connection = useConnection(useStore());
  if (!isKnown) return null;
  if (connection !== 'usual') {
    return (
      <Section title="Sync">
        <Rows label="Sync">
          <Row title="Not known in this tab" detail="It has let go of what is on this device" />
        </Rows>
      </Section>
    );
  }
  return (
    <Section title="Sync">
      <Rows label="Sync">
        <Row
          title={
            pendingChanges === 0
              ? 'Everything is in the cloud'
              : `${plural(pendingChanges, 'change')} on this device only`
          }
          detail={
            isTurnedOff ? (
              'Syncing is turned off by an admin'
            ) : lastSyncAt ? (
              <>
                Last sync <RelativeTime instant={lastSyncAt.getTime()} />
              </>
            ) : (
              'Not synced yet'
            )
          }
          trailing={
            <Button
              variant="default"
              size="sm"
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={syncStatus === 'syncing'}
              onClick={() => void syncNow()}
            >
              Sync now
            </Button>
          }
        />
        {rejectedChanges > 0 && (
          <Row
            title={`${plural(rejectedChanges, 'change')} not accepted`}
            detail="Nothing is lost: retry, edit or discard"
            link={{ to: '/needs-attention' }}
          />
        )}
        <SelfCheckRow />
        <Row title="Devices" detail="Where your work is kept" link={{ to: '/devices' }} />
      </Rows>
    </Section>
  );
};

/** Whether this device holds what the cloud has for it, which it finds out once a day by itself. */
const SelfCheckRow = () => {
  const db = useStore();
  const { isOnline, isTurnedOff, syncNow } = useProgramSync();
  const [isChecking, setChecking] = useState(false);
  const last = useLive((live) => live.getMeta('selfCheck'), []);
  const check = async () => {
    setChecking(true);
    await askForCheck(db);
    await syncNow();
    setChecking(false);
  };
  return (
    <Row
      title="Compared with the cloud"
      detail={last && last.checked_at > 0 ? <CheckResult last={last} /> : 'Not yet'}
      trailing={
        <Button
          variant="default"
          size="sm"
          loading={isChecking}
          disabled={!isOnline || isTurnedOff}
          onClick={() => void check()}
        >
          Check now
        </Button>
      }
    />
  );
};

const CheckResult = ({ last: { checked_at, repaired_at } }: { last: Meta['selfCheck'] }) => (
  <>
    {repaired_at === checked_at ? 'Differences found and mended' : 'No differences'},{' '}
    <RelativeTime instant={checked_at} />
  </>
);
