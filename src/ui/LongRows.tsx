import { lazy, type ReactNode, Suspense } from 'react';
import { Rows } from './Rows.tsx';

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

const VirtualRows = lazy(() => import('./VirtualRows.tsx').then((module) => ({ default: module.VirtualRows })));

/** Rows that stay instant with ten thousand of them: only those near the window are in the page. */
export const LongRows = <Item,>({ label, items, render, rowHeight = 61 }: LongRowsProps<Item>) => {
  const top = <Rows label={label}>{items.slice(0, SHORT).map(render)}</Rows>;
  if (items.length <= SHORT) return top;
  return (
    <Suspense fallback={top}>
      <VirtualRows label={label} items={items} render={render as (item: unknown) => ReactNode} rowHeight={rowHeight} />
    </Suspense>
  );
};
