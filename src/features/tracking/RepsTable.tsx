import {
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type Row as TableRow,
  type SortingState,
  useReactTable,
} from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, useMemo, useRef, useState } from 'react';
import { IconArrowDown, IconArrowUp } from '../../ui/icons.ts';
import { useNow } from '../../ui/RelativeTime.tsx';
import { repColumns } from './rep-columns.tsx';
import type { ListedRep } from './rep-list.ts';
import styles from './RepsTable.module.css';
import { usePageTop } from './use-page-top.ts';

const ROW_HEIGHT = 56;

/** How far a key moves among the rows; a page is about what a screen holds. */
const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

/**
 * All reps of a week. Only the rows in sight are in the page, so that many stay smooth; arrow keys go
 * from row to row through all of them.
 */
export const RepsTable = ({ reps }: { reps: ListedRep[] }) => {
  const now = useNow();
  const [sorting, setSorting] = useState<SortingState>([{ id: 'name', desc: false }]);
  const columns = useMemo(() => repColumns(now), [now]);
  const table = useReactTable({
    data: reps,
    columns,
    state: { sorting },
    onSortingChange: setSorting,
    getRowId: (rep) => rep.user_id,
    enableSortingRemoval: false,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const { rows } = table.getRowModel();

  const body = useRef<HTMLTableSectionElement>(null);
  const scrollMargin = usePageTop(body);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollMargin,
    // The header stays in sight above the row that is gone to.
    scrollPaddingStart: 48,
  });
  const shown = virtualizer.getVirtualItems();
  const above = (shown[0]?.start ?? scrollMargin) - scrollMargin;
  const below = virtualizer.getTotalSize() - ((shown.at(-1)?.end ?? scrollMargin) - scrollMargin);

  const focusRow = (index: number): boolean => {
    const link = body.current?.querySelector<HTMLElement>(`[data-index="${String(index)}"] [data-rep-link]`);
    link?.focus({ preventScroll: true });
    return link !== undefined && link !== null;
  };
  const goTo = (index: number) => {
    virtualizer.scrollToIndex(index, { align: 'auto' });
    // A row far away is there only once the page has scrolled.
    if (!focusRow(index)) requestAnimationFrame(() => focusRow(index));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    const at = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset['index'];
    if (step === undefined || at === undefined) return;
    event.preventDefault();
    goTo(Math.min(rows.length - 1, Math.max(0, Number(at) + step)));
  };

  return (
    <table className={styles.table} aria-label="Reps" aria-rowcount={rows.length + 1}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id} aria-rowindex={1}>
            {group.headers.map((header) => {
              const sorted = header.column.getIsSorted();
              return (
                <th
                  key={header.id}
                  scope="col"
                  data-column={header.id}
                  aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
                >
                  <button
                    type="button"
                    className={styles.sort}
                    data-sorted={sorted || undefined}
                    onClick={header.column.getToggleSortingHandler()}
                  >
                    {flexRender(header.column.columnDef.header, header.getContext())}
                    {sorted === 'desc' ? (
                      <IconArrowDown size={14} aria-hidden />
                    ) : (
                      <IconArrowUp size={14} aria-hidden />
                    )}
                  </button>
                </th>
              );
            })}
          </tr>
        ))}
      </thead>
      <tbody ref={body} onKeyDown={onKeyDown}>
        {above > 0 && <Spacer height={above} />}
        {shown.map((item) => {
          const row = rows[item.index];
          return row && <RepRow key={row.id} row={row} index={item.index} columns={columns} />;
        })}
        {below > 0 && <Spacer height={below} />}
      </tbody>
    </table>
  );
};

interface RepRowProps {
  row: TableRow<ListedRep>;
  index: number;
  /** Another set of columns draws the row anew. */
  columns: unknown;
}

/** Drawn once, however far the page is scrolled. */
const RepRow = memo(({ row, index }: RepRowProps) => (
  <tr className={styles.row} data-index={index} aria-rowindex={index + 2}>
    {row.getVisibleCells().map((cell) => (
      <td key={cell.id} data-column={cell.column.id}>
        {flexRender(cell.column.columnDef.cell, cell.getContext())}
      </td>
    ))}
  </tr>
));
RepRow.displayName = 'RepRow';

/** Takes the place of the rows that are not in sight. */
const Spacer = ({ height }: { height: number }) => <tr aria-hidden style={{ height }} />;
