import { useNavigate } from '@tanstack/react-router';
import { isSyncedTable } from '../../contract/tables.ts';
import { keepAsCopy } from '../../store/copy.ts';
import { useStore } from '../../store/react.ts';
import { resendRejected } from '../../store/resend.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { attempt } from '../../ui/attempt.ts';
import { showToast } from '../../ui/toast.tsx';
import { placeOf } from './places.ts';
import { countRows, type RefusedRow } from './refused-rows.ts';
import { nameOf } from './sentences.ts';

/** What a person may decide of refused rows at once, without being asked again: nothing is lost by it. */
export const useDecisions = () => {
  const db = useStore();
  const navigate = useNavigate();
  const { syncNow } = useProgramSync();

  const retry = async (rows: readonly RefusedRow[]): Promise<void> => {
    const sent = await attempt(async () => {
      await resendRejected(
        db,
        rows.flatMap(({ changes }) => changes.map(({ seq }) => seq)),
      );
      return true;
    });
    if (!sent) return;
    showToast(countRows(rows) === 1 ? 'It is being sent again.' : 'They are being sent again.');
    void syncNow();
  };

  const keepCopy = async (refused: RefusedRow): Promise<void> => {
    const { table, row } = refused;
    if (!isSyncedTable(table)) return;
    const copy = await attempt(() => keepAsCopy(db, table, row));
    if (!copy) return;
    const place = placeOf(table, { id: copy });
    showToast(`Kept a copy of “${nameOf(refused)}”.`, {
      actions: place ? [{ label: 'Open it', onAction: () => void navigate({ to: place }) }] : [],
    });
    void syncNow();
  };

  return { retry, keepCopy };
};
