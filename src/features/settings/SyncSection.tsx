import { Button } from '@mantine/core';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { plural } from '../../ui/format.ts';
import { IconRefresh } from '../../ui/icons.ts';
import { Section } from '../../ui/Page.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';

export const SyncSection = () => {
  const { syncStatus, lastSyncAt, pendingChanges, rejectedChanges, isTurnedOff, syncNow } = useProgramSync();
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
        <Row title="Devices" detail="Where your work is kept" link={{ to: '/devices' }} />
      </Rows>
    </Section>
  );
};
