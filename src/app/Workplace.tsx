import { useEffect, useMemo, useState } from 'react';
import { followRole, type Person, useSession } from '../remote/session.ts';
import { CadenceDatabase } from '../store/database.ts';
import { askForPersistence } from '../store/persistence.ts';
import { getProfile } from '../store/profile.ts';
import { StoreProvider, useLive } from '../store/react.ts';
import { useConnection } from '../store/use-connection.ts';
import { AppShell } from './AppShell.tsx';

/** Everything behind the sign-in, on the database of the person who is here. */
export const Workplace = () => {
  const person = useSession((session) => session.person);
  return person && <PersonalStore key={person.id} person={person} />;
};

/** It opens while the first screen is being drawn. */
const openDatabase = (personId: string): CadenceDatabase => {
  const db = new CadenceDatabase(personId);
  // Whoever reads from it hears of a failure.
  db.open().catch(() => undefined);
  return db;
};

const PersonalStore = ({ person }: { person: Person }) => {
  const db = useMemo(() => openDatabase(person.id), [person.id]);
  const isOutdated = useConnection(db) === 'outdated';
  useEffect(() => {
    if (isOutdated) return undefined;
    return startLater(async () => (await import('./sync.ts')).startSyncing(db));
  }, [db, isOutdated]);
  useEffect(
    () => () => {
      db.close({ disableAutoOpen: false });
    },
    [db],
  );
  return (
    <StoreProvider value={db}>
      <RoleFollower personId={person.id} />
      <PersistenceAsker />
      <AppShell role={person.role} email={person.email} />
    </StoreProvider>
  );
};

/** The synced profile decides the role; the remembered one only stands in until it is here. */
const RoleFollower = ({ personId }: { personId: string }) => {
  const role = useLive(getProfile, [])?.role;
  useEffect(() => {
    if (role) followRole(personId, role);
  }, [personId, role]);
  return null;
};

/** Entries after which losing them would hurt, and browsers have seen enough to agree. */
const WORTH_KEEPING = 3;

/** Asks once there is enough to lose, and watches no more. */
const PersistenceAsker = () => {
  const [isAsked, setAsked] = useState(false);
  return isAsked ? null : (
    <EntryCounter
      onEnough={() => {
        setAsked(true);
        askForPersistence();
      }}
    />
  );
};

const EntryCounter = ({ onEnough }: { onEnough: () => void }) => {
  const entries = useLive((db) => db.rows('program_activities').limit(WORTH_KEEPING).count(), []);
  useEffect(() => {
    if (entries === WORTH_KEEPING) onEnough();
  }, [entries, onEnough]);
  return null;
};

/** By now what the device knows is on screen; syncing it must not slow that down. */
const FIRST_SYNC_AFTER_MS = 400;

/** Starts something that the first screen goes before. Returns how to stop it, or to keep it from starting. */
const startLater = (start: () => Promise<() => void>): (() => void) => {
  let stopped = false;
  let stop: (() => void) | undefined;
  const timer = setTimeout(() => {
    void start().then((started) => {
      if (stopped) started();
      else stop = started;
    });
  }, FIRST_SYNC_AFTER_MS);
  return () => {
    stopped = true;
    clearTimeout(timer);
    stop?.();
  };
};
