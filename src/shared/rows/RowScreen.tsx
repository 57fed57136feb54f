import { Fragment, type ReactNode } from 'react';
import type { CadenceDatabase } from '../../store/database.ts';
import { useLiveQuery } from '../../store/live-query.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/use-route-param.ts';
import { isFirstSyncOpen, useFirstSync } from '../sync/use-first-sync.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';

interface RowScreenProps<T> {
  /** What the row is, such as "Lead". */
  title: string;
  back: { to: string; label: string };
  /** Of the page while the row is read. */
  width?: 'reading' | 'wide';
  read: (db: CadenceDatabase, id: string) => Promise<T | undefined>;
  children: (row: T) => ReactNode;
}

/** The row with the route's `id`; a skeleton while it is read, a message where there is none. */
export const RowScreen = <T,>({ title, back, width = 'reading', read, children }: RowScreenProps<T>) => {
  const id = useRouteParam('id') ?? '';
  const result = useLiveQuery(async (db) => ({ id, row: await read(db, id) }), [id]);
  const firstSync = useFirstSync();
  const isLoading = isFirstSyncOpen(firstSync);
  const isRead = result?.id === id && (result.row !== undefined || !isLoading);
  if (isRead && result.row !== undefined) return <Fragment key={id}>{children(result.row)}</Fragment>;
  return (
    <Page width={isRead ? 'reading' : width}>
      <PageHeader title={title} back={back} />
      {isRead ? (
        <EmptyState action={<ButtonLink to={back.to}>{`Go to ${back.label}`}</ButtonLink>}>
          {`${title} not found. It may have been deleted, or hasn’t synced to this device yet.`}
        </EmptyState>
      ) : (
        <SkeletonRows />
      )}
    </Page>
  );
};
