import { useNavigate } from '@tanstack/react-router';
import { isSyncedTable } from '../../../contract/synced-tables.ts';
import { saveRejectedAsCopy } from '../../../store/save-as-copy.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { resendRejected } from '../../../store/resend.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { showToast } from '../../../ui/toast.tsx';
import { rowPathOf } from '../../../shared/rows/links.ts';
import { countWithDependents, type RejectedRow } from './rejected-rows.ts';
import { rejectedRowTitle } from './messages.ts';

/** The actions on rejected rows that need no confirmation, because nothing is lost by them. */
export const useRejectedRowActions = () => {
  const db = useDatabase();
  const navigate = useNavigate();
  const { syncNow } = useProgramSync();

  const retry = async (rows: readonly RejectedRow[]): Promise<void> => {
    const sent = await withSaveErrorToast(async () => {
      await resendRejected(
        db,
        rows.flatMap(({ changes }) => changes.map(({ seq }) => seq)),
      );
      return true;
    });
    if (!sent) return;
    showToast(countWithDependents(rows) === 1 ? 'Sending it again.' : 'Sending them again.');
    void syncNow();
  };

  const keepCopy = async (rejected: RejectedRow): Promise<void> => {
    const { table, row } = rejected;
    if (!isSyncedTable(table)) return;
    const copyId = await withSaveErrorToast(() => saveRejectedAsCopy(db, table, row));
    if (!copyId) return;
    const path = rowPathOf(table, { id: copyId });
    showToast(`Kept a copy of “${rejectedRowTitle(rejected)}”.`, {
      actions: path ? [{ label: 'Open copy', onAction: () => navigate({ to: path }) }] : [],
    });
    void syncNow();
  };

  return { retry, keepCopy };
};
