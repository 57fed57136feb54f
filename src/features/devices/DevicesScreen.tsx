import { Button } from '@mantine/core';
import { useState } from 'react';
import { type Device, getDevices, removeDevice } from '../../remote/devices.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { useLive, useStore } from '../../store/react.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { attempt } from '../../ui/attempt.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DeviceRow, deviceName } from '../../ui/DeviceRow.tsx';
import { plural } from '../../ui/format.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';

/** The devices that sync this person's work, and the way to take one off the list. */
export const DevicesScreen = () => {
  const db = useStore();
  const here = useLive((live) => live.getMeta('device'), [])?.id;
  const devices = useKeptQuery({ key: ['devices', db.userId], read: () => getDevices(db.userId) });
  const [removing, setRemoving] = useState<Device | null>(null);

  const remove = async (device: Device) => {
    setRemoving(null);
    const removed = await attempt(async () => {
      await removeDevice(device.id);
      return true;
    });
    if (!removed) return;
    showToast(`${deviceName(device)} is off the list.`);
    await devices.refetch();
  };

  return (
    <Page>
      <PageHeader
        title="Devices"
        detail="Where your work is kept and synced from."
        back={{ to: '/settings', label: 'Settings' }}
      />
      <AnswerNotice
        problem={devices.failure?.code ?? null}
        savedAt={devices.savedAt}
        onRetry={() => void devices.refetch()}
      />
      {devices.isLoading ? (
        <SkeletonRows />
      ) : devices.data && devices.data.length > 0 ? (
        <Rows label="Devices">
          {devices.data.map((device) => (
            <DeviceRow
              key={device.id}
              name={device.id === here ? `${deviceName(device)} (this one)` : deviceName(device)}
              lastSeenAt={device.last_seen_at}
              note={heldBy(device)}
              trailing={
                device.id !== here && (
                  <Button
                    variant="default"
                    size="sm"
                    aria-label={`Remove ${deviceName(device)}`}
                    onClick={() => {
                      setRemoving(device);
                    }}
                  >
                    Remove
                  </Button>
                )
              }
            />
          ))}
        </Rows>
      ) : (
        devices.data && <EmptyState>No device has synced yet.</EmptyState>
      )}
      {removing && (
        <ConfirmDialog
          opened
          title={`Remove ${deviceName(removing)}?`}
          confirmLabel="Remove"
          onClose={() => {
            setRemoving(null);
          }}
          onConfirm={() => void remove(removing)}
        >
          {removing.pending + removing.rejected > 0
            ? `When it was last seen, it held ${plural(removing.pending + removing.rejected, 'change')} that the cloud does not have. They stay on it, and are sent should it sync again.`
            : 'Nothing is deleted on it or in the cloud. Should it sync again, it comes back to this list.'}
        </ConfirmDialog>
      )}
    </Page>
  );
};

const heldBy = ({ pending, rejected }: Device): string =>
  pending + rejected === 0 ? 'everything synced' : `${plural(pending + rejected, 'change')} not synced`;
