import type { LinkProps } from '@tanstack/react-router';
import type { IconTag } from './icons.ts';
import { IconTile } from './IconTile.tsx';
import { ListRow } from './ListRows.tsx';

/** A link to a screen. */
export interface NavRowProps {
  to: NonNullable<LinkProps['to']>;
  title: string;
  /** What is there, in a few words. */
  detail: string;
  Icon: typeof IconTag;
}

export const NavRow = ({ to, title, detail, Icon }: NavRowProps) => (
  <ListRow title={title} detail={detail} leading={<IconTile Icon={Icon} />} link={{ to }} />
);
