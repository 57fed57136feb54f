import { useNavigate } from '@tanstack/react-router';
import { markNotices } from '../../../data/notices/notices.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import type { SyncAction } from '../../../shared/sync/messages.ts';
import type { Notice } from './notices.ts';

interface SyncActionTarget {
  label: string;
  to?: '/sign-in' | '/export' | '/needs-attention';
}

export const SYNC_ACTIONS: Record<SyncAction, SyncActionTarget> = {
  'sign-in': { label: 'Sign in', to: '/sign-in' },
  reload: { label: 'Reload' },
  export: { label: 'Export my work', to: '/export' },
  review: { label: 'Review', to: '/needs-attention' },
  choose: { label: 'Resolve', to: '/needs-attention' },
  sync: { label: 'Sync now' },
  dismiss: { label: 'Dismiss' },
};

/** The id of the toast that announces notices. */
export const NOTICE_TOAST = 'notices';

/** Runs the action of a notice. */
export const useSyncAction = (): ((action: SyncAction, notice: Notice) => unknown) => {
  const db = useDatabase();
  const navigate = useNavigate();
  const { syncNow } = useProgramSync();
  return (action, notice) => {
    const { to } = SYNC_ACTIONS[action];
    if (to) return navigate({ to });
    if (action === 'sync') return syncNow();
    if (action !== 'reload') return withSaveErrorToast(() => markNotices(db, 'dismissed', [notice]));
    location.reload();
    return undefined;
  };
};
