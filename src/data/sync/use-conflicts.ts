import type { Conflict, ConflictChoice, OpenConflict } from '../../domain/sync/conflict.ts';
import { getConflicts, resolveConflict } from '../../store/conflicts.ts';
import { useFlag } from '../flags/use-flag.ts';
import { useLiveQuery, useDatabase } from '../../store/live-query.ts';

interface Conflicts {
  /** Latest first; `undefined` until they are read. */
  open: OpenConflict[] | undefined;
  /** This device's id. */
  device: string | undefined;
  onChoose: (conflict: Conflict, choice: ConflictChoice) => Promise<void>;
}

/** The person's unresolved conflicts, of one row where `rowId` is given. None while the flag is off for them. */
export const useConflicts = (rowId?: string): Conflicts => {
  const db = useDatabase();
  const isChoiceOffered = useFlag('conflict_choice');
  const read = useLiveQuery(
    async (live) => ({
      open: isChoiceOffered ? await getConflicts(live, rowId) : [],
      device: (await live.getMeta('device'))?.id,
    }),
    [rowId, isChoiceOffered],
  );
  return {
    open: read?.open,
    device: read?.device,
    onChoose: (conflict, choice) => resolveConflict(db, conflict, choice),
  };
};
