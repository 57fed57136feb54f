import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import styles from './LongListRows.module.css';
import { usePageOffsetTop } from './use-page-offset-top.ts';

interface VirtualListRowsProps<Item> {
  label: string;
  items: readonly Item[];
  render: (item: Item) => ReactNode;
  rowHeight: number;
}

/** A virtual list: only the rows near the window are in the DOM. */
export const VirtualListRows = <Item,>({ label, items, render, rowHeight }: VirtualListRowsProps<Item>) => {
  const list = useRef<HTMLUListElement>(null);
  const scrollMargin = usePageOffsetTop(list);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin,
  });
  const shown = virtualizer.getVirtualItems();

  useLayoutEffect(() => {
    const { current } = list;
    if (!current) return;
    for (const [childIndex, element] of [...current.children].entries()) {
      const item = shown[childIndex];
      if (!item || !(element instanceof HTMLElement)) continue;
      element.dataset['index'] = String(item.index);
      element.setAttribute('aria-setsize', String(items.length));
      element.setAttribute('aria-posinset', String(item.index + 1));
      virtualizer.measureElement(element);
    }
  }, [virtualizer, shown, items.length]);

  const before = (shown[0]?.start ?? scrollMargin) - scrollMargin;
  const after = virtualizer.getTotalSize() - ((shown.at(-1)?.end ?? scrollMargin) - scrollMargin);
  return (
    <ul
      ref={list}
      className={styles.rows}
      aria-label={label}
      style={{ paddingTop: before, paddingBottom: Math.max(0, after) }}
    >
      {shown.map(({ index }) => {
        const item = items[index];
        return item === undefined ? null : render(item);
      })}
    </ul>
  );
};
