import type { ReactNode } from 'react';
import { ListRows } from './ListRows.tsx';
import { VirtualListRows } from './VirtualListRows.tsx';

/** Longer lists render only the rows near the window. */
const VIRTUALIZE_ABOVE = 40;

interface LongListRowsProps<Item> {
  label: string;
  items: readonly Item[];
  /** A ListRow or another `li`, with a key. */
  render: (item: Item) => ReactNode;
  /** The estimated height of a row, in pixels. */
  rowHeight?: number;
}

/** For lists of any length: a virtual list once it is long. */
export const LongListRows = <Item,>({ label, items, render, rowHeight = 61 }: LongListRowsProps<Item>) =>
  items.length > VIRTUALIZE_ABOVE ? (
    <VirtualListRows label={label} items={items} render={render} rowHeight={rowHeight} />
  ) : (
    <ListRows label={label}>{items.map(render)}</ListRows>
  );
