import type { ReactNode } from 'react';
import { IconDeviceDesktop, IconDeviceMobile } from '../../ui/icons.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ListRow } from '../../ui/ListRows.tsx';

interface DeviceRowProps {
  name: string;
  /** Whether it is a phone or a tablet. */
  isMobile: boolean;
  /** ISO instant. */
  lastSeenAt: string;
  note: string;
  trailing?: ReactNode;
}

export const DeviceRow = ({ name, isMobile, lastSeenAt, note, trailing }: DeviceRowProps) => (
  <ListRow
    leading={isMobile ? <IconDeviceMobile size={20} aria-hidden /> : <IconDeviceDesktop size={20} aria-hidden />}
    title={name}
    detail={
      <>
        Seen <RelativeTime instant={Date.parse(lastSeenAt)} /> · {note}
      </>
    }
    trailing={trailing}
  />
);

/** Some browsers report no name. */
export const deviceName = ({ name }: { name: string }): string => name || 'Unnamed device';
