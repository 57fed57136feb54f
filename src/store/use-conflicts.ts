import type { Conflict, ConflictChoice, OpenConflict } from '../domain/conflict.ts';
import { getConflicts, settleConflict } from './conflicts.ts';
import { useFlag } from './use-flag.ts';
import { useLive, useStore } from './react.ts';

interface Conflicts {
  /** What waits for the person to choose, the latest first; `undefined` until it is read. */
  open: OpenConflict[] | undefined;
  /** This device's id, to tell what was written here. */
  device: string | undefined;
  onChoose: (conflict: Conflict, choice: ConflictChoice) => Promise<void>;
}

/** The person's conflicts; of one row, where it is named. None while choosing is not rolled out to them. */
export const useConflicts = (rowId?: string): Conflicts => {
  const db = useStore();
  const isOffered = useFlag('conflict_choice');
  const read = useLive(
    async (live) => ({
      open: isOffered ? await getConflicts(live, rowId) : [],
      device: (await live.getMeta('device'))?.id,
    }),
    [rowId, isOffered],
  );
  return {
    open: read?.open,
    device: read?.device,
    onChoose: (conflict, choice) => settleConflict(db, conflict, choice),
  };
};
