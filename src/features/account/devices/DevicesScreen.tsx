import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { type Device, removeDevice } from '../../../data/sync/devices.ts';
import { useDevices } from '../../../data/sync/use-devices.ts';
import { isMobileDeviceName } from '../../../store/environment.ts';
import { useLiveQuery, useDatabase } from '../../../store/live-query.ts';
import { QueryNotice } from '../../../shared/queries/QueryNotice.tsx';
import { createRequestErrorMessage } from '../../../shared/errors/request-error-message.ts';
import { useActionMutation } from '../../../shared/errors/use-action-mutation.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { DeviceRow, deviceName } from '../../../shared/devices/DeviceRow.tsx';
import { plural } from '../../../ui/format.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { ListRows } from '../../../ui/ListRows.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { showErrorToast, showToast } from '../../../ui/toast.tsx';

const removalError = createRequestErrorMessage({ refusals: {} });

/** The devices that sync this person's work; others than this one can be removed. */
export const DevicesScreen = () => {
  const db = useDatabase();
  const currentDeviceId = useLiveQuery((live) => live.getMeta('device'), [])?.id;
  const devices = useDevices(db.userId);
  const [deviceToRemove, setDeviceToRemove] = useState<Device | null>(null);

  const removal = useActionMutation({
    mutationFn: ({ id }: Device) => removeDevice(id),
    onSuccess: (_, device) => {
      showToast(`Removed ${deviceName(device)} from the list.`);
      return devices.refetch();
    },
    onError: (error, device) => {
      showErrorToast(removalError(error, `${deviceName(device)} is still in the list.`));
    },
  });
  const remove = (device: Device) => {
    setDeviceToRemove(null);
    return removal.mutate(device);
  };

  return (
    <Page>
      <PageHeader
        title="Devices"
        detail="Devices that store and sync your work."
        back={{ to: '/settings', label: 'Settings' }}
      />
      <QueryNotice
        errorCode={devices.failure?.code ?? null}
        savedAt={devices.savedAt}
        onRetry={() => devices.refetch()}
      />
      {devices.isLoading ? (
        <SkeletonRows />
      ) : devices.data && devices.data.length > 0 ? (
        <ListRows label="Devices">
          {devices.data.map((device) => (
            <DeviceRow
              key={device.id}
              name={device.id === currentDeviceId ? `${deviceName(device)} (this device)` : deviceName(device)}
              isMobile={isMobileDeviceName(device.name)}
              lastSeenAt={device.last_seen_at}
              note={unsyncedChangesLabel(device)}
              trailing={
                device.id !== currentDeviceId && (
                  <Button
                    variant="default"
                    size="sm"
                    aria-label={`Remove ${deviceName(device)}`}
                    onClick={() => {
                      setDeviceToRemove(device);
                    }}
                  >
                    Remove
                  </Button>
                )
              }
            />
          ))}
        </ListRows>
      ) : (
        devices.data && <EmptyState>No device has synced yet.</EmptyState>
      )}
      {deviceToRemove && (
        <ConfirmDialog
          opened
          title={`Remove ${deviceName(deviceToRemove)}?`}
          confirmLabel="Remove device"
          onClose={() => {
            setDeviceToRemove(null);
          }}
          onConfirm={() => remove(deviceToRemove)}
        >
          {deviceToRemove.pending + deviceToRemove.rejected > 0
            ? `When last seen, it had ${plural(deviceToRemove.pending + deviceToRemove.rejected, 'change')} not synced yet. Unsynced changes stay on it and are sent if it syncs again.`
            : 'Nothing is deleted from the device or the cloud. If it syncs again, it returns to this list.'}
        </ConfirmDialog>
      )}
    </Page>
  );
};

const unsyncedChangesLabel = ({ pending, rejected }: Device): string =>
  pending + rejected === 0 ? 'everything synced' : `${plural(pending + rejected, 'change')} not synced`;
