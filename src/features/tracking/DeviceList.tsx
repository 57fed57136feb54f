import type { Device } from '../../remote/tracking.ts';
import { plural } from '../../ui/format.ts';
import { IconDeviceMobile } from '../../ui/icons.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';

/** The devices that a person syncs from, and what they hold back. */
export const DeviceList = ({ devices }: { devices: readonly Device[] }) => (
  <Rows label="Devices">
    {devices.map((device) => (
      <Row
        key={device.id}
        leading={<IconDeviceMobile size={20} aria-hidden />}
        title={device.name || 'A device without a name'}
        detail={
          <>
            Seen <RelativeTime instant={Date.parse(device.last_seen_at)} /> · version {device.app_version || 'unknown'}
          </>
        }
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
