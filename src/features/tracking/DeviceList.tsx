import type { Device } from '../../remote/devices.ts';
import { DeviceRow, deviceName } from '../../ui/DeviceRow.tsx';
import { plural } from '../../ui/format.ts';
import { Rows } from '../../ui/Rows.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';

/** The devices that a person syncs from, and what they hold back. */
export const DeviceList = ({ devices }: { devices: readonly Device[] }) => (
  <Rows label="Devices">
    {devices.map((device) => (
      <DeviceRow
        key={device.id}
        name={deviceName(device)}
        lastSeenAt={device.last_seen_at}
        note={`version ${device.app_version || 'unknown'}`}
        trailing={<Held {...device} />}
      />
    ))}
  </Rows>
);

const Held = ({ pending, rejected }: Pick<Device, 'pending' | 'rejected'>) =>
  rejected > 0 ? (
    <StatusDot tone="bad">{`${plural(rejected, 'change')} refused`}</StatusDot>
  ) : pending > 0 ? (
    <StatusDot tone="warn">{`${plural(pending, 'change')} waiting`}</StatusDot>
  ) : (
    <StatusDot tone="good">Synced</StatusDot>
  );
