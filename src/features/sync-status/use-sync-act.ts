import { useNavigate } from '@tanstack/react-router';
import { markNotices } from '../../store/notices.ts';
import { useStore } from '../../store/react.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { attempt } from '../../ui/attempt.ts';
import type { SyncAction } from './explanation.ts';
import type { Notice } from './notices.ts';

interface Deed {
  label: string;
  /** Where it leads. */
  to?: '/sign-in' | '/export' | '/needs-attention';
}

export const DEEDS: Record<SyncAction, Deed> = {
  'sign-in': { label: 'Sign in', to: '/sign-in' },
  reload: { label: 'Reload' },
  export: { label: 'Export my work', to: '/export' },
  review: { label: 'Review', to: '/needs-attention' },
  choose: { label: 'Choose', to: '/needs-attention' },
  sync: { label: 'Sync now' },
  dismiss: { label: 'Dismiss' },
};

/** Names the toast that tells of notices. */
export const NOTICE_TOAST = 'notices';

/** Does what a notice offers. */
export const useSyncAct = (): ((action: SyncAction, notice: Notice) => void) => {
  const db = useStore();
  const navigate = useNavigate();
  const { syncNow } = useProgramSync();
  return (action, notice) => {
    const { to } = DEEDS[action];
    if (to) void navigate({ to });
    else if (action === 'reload') location.reload();
    else if (action === 'sync') void syncNow();
    else void attempt(() => markNotices(db, 'dismissed', [notice]));
  };
};
