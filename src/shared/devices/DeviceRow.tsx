import type { ReactNode } from 'react';
import { IconDeviceMobile } from '../../ui/icons.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ListRow } from '../../ui/ListRows.tsx';

interface DeviceRowProps {
  name: string;
  /** ISO instant. */
  lastSeenAt: string;
  note: string;
  trailing?: ReactNode;
}

export const DeviceRow = ({ name, lastSeenAt, note, trailing }: DeviceRowProps) => (
  <ListRow
    leading={<IconDeviceMobile size={20} aria-hidden />}
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
