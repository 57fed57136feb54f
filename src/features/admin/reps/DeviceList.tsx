import type { Device } from '../../../data/sync/devices.ts';
import { DeviceRow, deviceName } from '../../../shared/devices/DeviceRow.tsx';
import { isMobileDeviceName } from '../../../store/environment.ts';
import { plural } from '../../../ui/format.ts';
import { ListRows } from '../../../ui/ListRows.tsx';
import { StatusDot } from '../../../ui/StatusDot.tsx';

/** The devices of a person, with the changes that each has not synced. */
export const DeviceList = ({ devices }: { devices: readonly Device[] }) => (
  <ListRows label="Devices">
    {devices.map((device) => (
      <DeviceRow
        key={device.id}
        name={deviceName(device)}
        isMobile={isMobileDeviceName(device.name)}
        lastSeenAt={device.last_seen_at}
        note={`version ${device.app_version || 'unknown'}`}
        trailing={<DeviceSyncStatus {...device} />}
      />
    ))}
  </ListRows>
);

const DeviceSyncStatus = ({ pending, rejected }: Pick<Device, 'pending' | 'rejected'>) =>
  rejected > 0 ? (
    <StatusDot tone="bad">{`${plural(rejected, 'change')} not accepted`}</StatusDot>
  ) : pending > 0 ? (
    <StatusDot tone="warn">{`${plural(pending, 'change')} waiting`}</StatusDot>
  ) : (
    <StatusDot tone="good">Synced</StatusDot>
  );
