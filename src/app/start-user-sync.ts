import { APP_VERSION } from '../contract/app-version.ts';
import { getAccessToken, watchSession } from '../api/auth.ts';
import { remoteConfig } from '../api/config.ts';
import { subscribeToFeed } from '../api/realtime.ts';
import { setRemoved } from '../api/session.ts';
import { createTransport } from '../api/sync-transport.ts';
import type { CadenceDatabase } from '../store/database.ts';
import { startSync } from '../sync/service.ts';
import { useSyncStore } from '../sync/sync-store.ts';

/** Syncs `db` and watches the session until the returned function is called. */
export const startUserSync = (db: CadenceDatabase): (() => void) => {
  const transport = createTransport({
    ...remoteConfig(),
    accessToken: (renew) => getAccessToken(db.userId, renew),
  });
  const projectUrl = import.meta.env['VITE_SUPABASE_URL'] as string | undefined;
  const service = startSync({
    db,
    transport,
    appVersion: APP_VERSION,
    fetchFlags: transport.fetchFlags,
    sendReports: transport.sendReports,
    // The embedded backend has no Realtime; a Supabase project has.
    ...(projectUrl && { subscribeToFeed: (onNotification) => subscribeToFeed(db.userId, onNotification) }),
  });
  const stopWatching = watchSession();
  const stopFollowing = useSyncStore.subscribe((state, previous) => {
    if (state.syncError === 'removed') setRemoved(db.userId, true);
    else if (previous.syncStatus === 'syncing' && state.syncStatus === 'idle') setRemoved(db.userId, false);
  });
  return () => {
    stopFollowing();
    service.stop();
    stopWatching();
  };
};
