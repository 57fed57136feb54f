import {
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type Header,
  type Row as TableRow,
  type SortDirection,
  type SortingState,
  type TableOptions,
  useReactTable,
} from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { PlainButton } from './Button.tsx';
import { IconArrowDown, IconArrowUp } from './icons.ts';
import { joinClasses } from './join-classes.ts';
import { usePageOffsetTop } from './use-page-offset-top.ts';
import styles from './VirtualTable.module.css';

const ROW_HEIGHT = 56;

/** By how many rows a key moves the focus; a page is about one screen. */
const ROW_STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

/** The class of the link of a row, which makes all of it clickable. */
export const rowLinkClass = styles.link;

interface VirtualTableProps<Item> {
  label: string;
  items: Item[];
  /** The same array while nothing that cells show changes; otherwise each row is rendered again. A row has one link. */
  columns: TableOptions<Item>['columns'];
  idOf: (item: Item) => string;
  /** The column that it is sorted by at first, upwards. */
  sortedBy: string;
  /** The grid of the columns: `grid-template-columns` of the header and the rows. */
  gridClass: string | undefined;
}

/**
 * A sortable table of any length. A virtual list: only the rows near the window are in the DOM. Arrow keys move the focus
 * through all of them.
 */
export const VirtualTable = <Item,>({ label, items, columns, idOf, sortedBy, gridClass }: VirtualTableProps<Item>) => {
  const [sorting, setSorting] = useState<SortingState>([{ id: sortedBy, desc: false }]);
  const table = useReactTable({
    data: items,
    columns,
    state: { sorting },
    onSortingChange: setSorting,
    getRowId: idOf,
    enableSortingRemoval: false,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const { rows } = table.getRowModel();

  const body = useRef<HTMLTableSectionElement>(null);
  const scrollMargin = usePageOffsetTop(body);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollMargin,
    // The sticky header must not cover the focused row.
    scrollPaddingStart: 48,
  });
  const focusRow = (index: number): boolean => {
    const link = body.current?.querySelector<HTMLElement>(`[data-index="${String(index)}"] a`);
    link?.focus({ preventScroll: true });
    return link !== undefined && link !== null;
  };
  const moveFocus = (index: number) => {
    virtualizer.scrollToIndex(index, { align: 'auto' });
    // A row far away is rendered only after the page has scrolled.
    if (!focusRow(index)) requestAnimationFrame(() => focusRow(index));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = ROW_STEPS[event.key];
    const index = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset['index'];
    if (step === undefined || index === undefined) return;
    event.preventDefault();
    moveFocus(Math.min(rows.length - 1, Math.max(0, Number(index) + step)));
  };

  // Rows are positioned absolutely, because a table's own layout would run again at every scroll step. Without
  // that layout, explicit roles keep the table's semantics.
  return (
    <table className={styles.table} role="table" aria-label={label} aria-rowcount={rows.length + 1}>
      <thead role="rowgroup" className={styles.head}>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id} role="row" className={joinClasses(styles.columns, gridClass)} aria-rowindex={1}>
            {group.headers.map((header) => (
              <HeaderCell key={header.id} header={header} sorted={header.column.getIsSorted()} />
            ))}
          </tr>
        ))}
      </thead>
      <tbody
        ref={body}
        role="rowgroup"
        className={styles.body}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <BodyRow
                key={row.id}
                row={row}
                index={item.index}
                top={item.start - scrollMargin}
                columns={columns}
                gridClass={gridClass}
              />
            )
          );
        })}
      </tbody>
    </table>
  );
};

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;

const HeaderCell = <Item,>({ header, sorted }: { header: Header<Item, unknown>; sorted: false | SortDirection }) => (
  <th role="columnheader" scope="col" data-column={header.id} aria-sort={sorted ? ARIA_SORT[sorted] : 'none'}>
    <PlainButton
      className={styles.sort}
      data-sorted={sorted || undefined}
      onClick={header.column.getToggleSortingHandler()}
    >
      {flexRender(header.column.columnDef.header, header.getContext())}
      {sorted === 'desc' ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden />}
    </PlainButton>
  </th>
);

interface BodyRowProps {
  row: TableRow<unknown>;
  index: number;
  /** Offset below the header, in pixels. */
  top: number;
  /** Only for `memo`: new columns render the row again. */
  columns: unknown;
  gridClass: string | undefined;
}

/** Memoized, so that scrolling does not render it again. */
const BodyRow = memo(({ row, index, top, gridClass }: BodyRowProps) => (
  <tr
    role="row"
    className={joinClasses(styles.columns, styles.row, gridClass)}
    style={{ transform: `translateY(${String(top)}px)` }}
    data-index={index}
    aria-rowindex={index + 2}
  >
    {row.getVisibleCells().map((cell) => (
      <td key={cell.id} role="cell" data-column={cell.column.id}>
        {flexRender(cell.column.columnDef.cell, cell.getContext())}
      </td>
    ))}
  </tr>
));
BodyRow.displayName = 'BodyRow';
