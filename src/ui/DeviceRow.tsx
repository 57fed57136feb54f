import type { ReactNode } from 'react';
import { IconDeviceMobile } from './icons.ts';
import { RelativeTime } from './RelativeTime.tsx';
import { Row } from './Rows.tsx';

interface DeviceRowProps {
  name: string;
  /** ISO instant. */
  lastSeenAt: string;
  /** What else there is to say of it, quietly. */
  note: string;
  trailing?: ReactNode;
}

/** One device of a list: which, when it was last seen, what else. */
export const DeviceRow = ({ name, lastSeenAt, note, trailing }: DeviceRowProps) => (
  <Row
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

/** Browsers that say nothing of themselves have no name. */
export const deviceName = ({ name }: { name: string }): string => name || 'A device without a name';
