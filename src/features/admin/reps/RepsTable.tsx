import { useMemo } from 'react';
import { useNow } from '../../../ui/RelativeTime.tsx';
import { VirtualTable } from '../../../ui/VirtualTable.tsx';
import { repColumns } from './rep-columns.tsx';
import type { ListedRep } from './rep-list.ts';
import styles from './RepsTable.module.css';

/** All reps of a week. */
export const RepsTable = ({ reps }: { reps: ListedRep[] }) => {
  const now = useNow();
  const columns = useMemo(() => repColumns(now), [now]);
  return (
    <VirtualTable label="Reps" items={reps} columns={columns} idOf={idOf} sortedBy="name" gridClass={styles.columns} />
  );
};

const idOf = (rep: ListedRep): string => rep.user_id;
