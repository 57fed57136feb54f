import { useState } from 'react';
import { noticeFacts } from '../../store/notices.ts';
import { useLive } from '../../store/react.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { currentNotices, type Notice } from './notices.ts';

/** What there is to tell of sync, the newest first; `undefined` until it is known. */
export const useNotices = (): Notice[] | undefined => {
  const view = useProgramSync();
  const facts = useLive(noticeFacts, []);
  // A retry under way does not mean that what stopped the last one is over.
  const [failure, setFailure] = useState(view.syncError);
  if (view.syncStatus !== 'syncing' && view.syncError !== failure) setFailure(view.syncError);
  return facts && currentNotices({ ...view, syncError: failure }, facts);
};
