import { APP_VERSION } from '../contract/app-version.ts';
import { getAccessToken, watchSession } from '../remote/auth.ts';
import { remoteConfig } from '../remote/config.ts';
import { listenAtDoor } from '../remote/doorbell.ts';
import { createTransport } from '../remote/transport.ts';
import type { CadenceDatabase } from '../store/database.ts';
import { startSync } from '../sync/service.ts';

/** Keeps `db` and the cloud alike, and watches the session, until the returned function is called. */
export const startSyncing = (db: CadenceDatabase): (() => void) => {
  const transport = createTransport({
    ...remoteConfig(),
    accessToken: (renew) => getAccessToken(db.userId, renew),
  });
  const project = import.meta.env['VITE_SUPABASE_URL'] as string | undefined;
  const service = startSync({
    db,
    transport,
    appVersion: APP_VERSION,
    askFlags: transport.askFlags,
    sendReports: transport.sendReports,
    // The embedded backend has no Realtime; a Supabase project has.
    ...(project && { doorbell: (ring) => listenAtDoor(db.userId, ring) }),
  });
  const stopWatching = watchSession();
  return () => {
    service.stop();
    stopWatching();
  };
};
