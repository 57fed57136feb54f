import {
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type SortingState,
  useReactTable,
} from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
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
    overscan: 8,
    scrollMargin,
    // The header stays in sight above the row that is gone to.
    scrollPaddingStart: 48,
  });
  const shown = virtualizer.getVirtualItems();
  const above = (shown[0]?.start ?? scrollMargin) - scrollMargin;
  const below = virtualizer.getTotalSize() - ((shown.at(-1)?.end ?? scrollMargin) - scrollMargin);

  const goTo = (index: number) => {
    virtualizer.scrollToIndex(index, { align: 'auto' });
    requestAnimationFrame(() => {
      body.current?.querySelector<HTMLElement>(`[data-index="${String(index)}"] [data-rep-link]`)?.focus({
        preventScroll: true,
      });
    });
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
          return (
            row && (
              <tr key={row.id} className={styles.row} data-index={item.index} aria-rowindex={item.index + 2}>
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id} data-column={cell.column.id}>
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                ))}
              </tr>
            )
          );
        })}
        {below > 0 && <Spacer height={below} />}
      </tbody>
    </table>
  );
};

/** Takes the place of the rows that are not in sight. */
const Spacer = ({ height }: { height: number }) => (
  <tr aria-hidden>
    <td className={styles.spacer} colSpan={100} style={{ height }} />
  </tr>
);
