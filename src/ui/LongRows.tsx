import type { ReactNode } from 'react';
import { Rows } from './Rows.tsx';
import { VirtualRows } from './VirtualRows.tsx';

/** Up to here every row is drawn; longer lists draw what is in sight. */
const SHORT = 40;

interface LongRowsProps<Item> {
  label: string;
  items: readonly Item[];
  /** A Row or another `li`, with a key. */
  render: (item: Item) => ReactNode;
  /** Pixels that a usual row is high. */
  rowHeight?: number;
}

/** Rows that stay instant with ten thousand of them: only those near the window are in the page. */
export const LongRows = <Item,>({ label, items, render, rowHeight = 61 }: LongRowsProps<Item>) =>
  items.length > SHORT ? (
    <VirtualRows label={label} items={items} render={render} rowHeight={rowHeight} />
  ) : (
    <Rows label={label}>{items.map(render)}</Rows>
  );
