import type { LinkProps } from '@tanstack/react-router';
import type { IconTag } from './icons.ts';
import { IconTile } from './IconTile.tsx';
import { Row } from './Rows.tsx';

/** A screen that a list leads to. */
export interface Way {
  to: NonNullable<LinkProps['to']>;
  title: string;
  /** What is there, in a few words. */
  detail: string;
  Icon: typeof IconTag;
}

export const WayRow = ({ to, title, detail, Icon }: Way) => (
  <Row title={title} detail={detail} leading={<IconTile Icon={Icon} />} link={{ to }} />
);
