import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import styles from './LongRows.module.css';

interface VirtualRowsProps<Item> {
  label: string;
  items: readonly Item[];
  render: (item: Item) => ReactNode;
  rowHeight: number;
}

/** A list of which only the rows near the window are in the page. */
export const VirtualRows = <Item,>({ label, items, render, rowHeight }: VirtualRowsProps<Item>) => {
  const list = useRef<HTMLUListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
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
    setScrollMargin(Math.round(current.getBoundingClientRect().top + window.scrollY));
    for (const [place, element] of [...current.children].entries()) {
      const item = shown[place];
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
