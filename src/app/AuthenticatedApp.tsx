import { useEffect, useMemo, useState } from 'react';
import { followRole, type Person, useSession } from '../api/session.ts';
import { CadenceDatabase } from '../store/database.ts';
import { finishWrites } from '../store/finish-writes.ts';
import { requestPersistenceOnce } from '../store/storage-persistence.ts';
import { getProfile } from '../data/profile/profile.ts';
import { DatabaseProvider } from '../data/profile/local-clock.ts';
import { useLiveQuery } from '../store/live-query.ts';
import { useDatabaseVersionState } from '../store/use-version-state.ts';
import { loadCodeEventually } from '../ui/load-code.ts';
import { useOpenProblem } from '../store/use-open-problem.ts';
import { isReleased } from '../store/version-state.ts';
import { AppShell } from './shell/AppShell.tsx';
import { StorageProblem } from './shell/StorageProblem.tsx';

/** Everything behind the sign-in, on the database of the signed-in person. */
export const AuthenticatedApp = () => {
  const person = useSession((session) => session.person);
  return person && <UserDatabaseProvider key={person.id} person={person} />;
};

const openDatabase = (personId: string): CadenceDatabase => {
  const db = new CadenceDatabase(personId);
  db.open()
    .then(() => finishWrites(db))
    // Every later read rejects with the same error, and what is unfinished is tried again at the next start.
    .catch(() => undefined);
  return db;
};

const openForSession = (): CadenceDatabase | null => {
  const { person } = useSession.getState();
  return person && openDatabase(person.id);
};

/** Opened as soon as this code is here: the browser does that while the first screen is rendered. */
let openedEarly = openForSession();

const takeDatabase = (personId: string): CadenceDatabase => {
  const db = openedEarly;
  openedEarly = null;
  if (db?.userId === personId) return db;
  db?.close();
  return openDatabase(personId);
};

const UserDatabaseProvider = ({ person }: { person: Person }) => {
  const db = useMemo(() => takeDatabase(person.id), [person.id]);
  const isOutdated = isReleased(useDatabaseVersionState(db));
  const { problem, retry } = useOpenProblem(db);
  useEffect(() => {
    if (isOutdated || problem) return undefined;
    return startDeferred(async () =>
      (await loadCodeEventually(() => import('./start-user-sync.ts'))).startUserSync(db),
    );
  }, [db, isOutdated, problem]);
  useEffect(
    () => () => {
      db.close({ disableAutoOpen: false });
    },
    [db],
  );
  if (problem) return <StorageProblem code={problem} onRetry={retry} />;
  return (
    <DatabaseProvider value={db}>
      <ProfileRoleSync personId={person.id} />
      <PersistentStorageRequest />
      <AppShell role={person.role} email={person.email} />
    </DatabaseProvider>
  );
};

/** The synced profile decides the role; the session's is used only until the profile is here. */
const ProfileRoleSync = ({ personId }: { personId: string }) => {
  const role = useLiveQuery(getProfile, [])?.role;
  useEffect(() => {
    if (role) followRole(personId, role);
  }, [personId, role]);
  return null;
};

/** With so many activities, losing them would hurt, and browsers have seen enough use to grant the request. */
const PERSISTENCE_MIN_ACTIVITIES = 3;

const PersistentStorageRequest = () => {
  const [isRequested, setRequested] = useState(false);
  return isRequested ? null : (
    <ActivityCountWatcher
      onThreshold={() => {
        setRequested(true);
        requestPersistenceOnce();
      }}
    />
  );
};

const ActivityCountWatcher = ({ onThreshold }: { onThreshold: () => void }) => {
  const count = useLiveQuery(
    async (db) => (await db.getLatestRows('program_activities', 'created_at', PERSISTENCE_MIN_ACTIVITIES)).length,
    [],
  );
  useEffect(() => {
    if (count === PERSISTENCE_MIN_ACTIVITIES) onThreshold();
  }, [count, onThreshold]);
  return null;
};

/** The first screen must be there first: sync must not delay it. */
const FIRST_SYNC_DELAY_MS = 400;

/** Starts something after the first screen. Returns a function that stops it, or keeps it from starting. */
const startDeferred = (start: () => Promise<() => void>): (() => void) => {
  let stopped = false;
  let stop: (() => void) | undefined;
  const timer = setTimeout(() => {
    void start().then((stopStarted) => {
      if (stopped) stopStarted();
      else stop = stopStarted;
    });
  }, FIRST_SYNC_DELAY_MS);
  return () => {
    stopped = true;
    clearTimeout(timer);
    stop?.();
  };
};
