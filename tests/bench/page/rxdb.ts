import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { createRxDatabase, type RxCollection, type RxJsonSchema } from 'rxdb/plugins/core';
import { replicateSupabase } from 'rxdb/plugins/replication-supabase';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { Activity } from '../../../src/domain/activities/activity.ts';
import { restRow } from './drafts.ts';
import type { Session } from './raw.ts';
import { timed } from './timing.ts';

const TABLE = 'program_activities';
/** As many as the REST API gives at once; more than its own default, and faster. */
const BATCH = 1000;

/** A row as RxDB keeps it; it takes `updated_at` for its checkpoints. */
type RxActivity = Omit<Activity, 'updated_at'>;

const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;
const orNull = (type: 'string' | 'integer') => ({ type: [type, 'null'] as ['string' | 'integer', 'null'] });

const SCHEMA: RxJsonSchema<RxActivity> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: text(36),
    user_id: text(36),
    local_id: orNull('string'),
    type: text(50),
    title: text(255),
    description: orNull('string'),
    date: text(10),
    time: orNull('string'),
    duration: orNull('integer'),
    status: text(20),
    notes: orNull('string'),
    lead_id: orNull('string'),
    outcome: orNull('string'),
    follow_up_required: { type: 'boolean' },
    follow_up_date: orNull('string'),
    created_at: text(40),
    completed_at: orNull('string'),
    cancelled_at: orNull('string'),
    metadata: { type: 'object' },
  },
  required: ['id', 'user_id', 'type', 'title', 'date', 'created_at'],
  // It has no indexes of fields that may be null, as `lead_id` and `follow_up_date` may.
  indexes: ['date', 'created_at'],
};

let opened = 0;

/** Does a job with an empty collection, and removes it. */
const withCollection = async <T>(work: (collection: RxCollection<RxActivity>) => Promise<T>): Promise<T> => {
  opened += 1;
  const database = await createRxDatabase({
    name: `rx-${String(opened)}`,
    storage: getRxStorageDexie(),
    multiInstance: false,
  });
  const { activities } = await database.addCollections({ activities: { schema: SCHEMA } });
  const result = await work(activities as RxCollection<RxActivity>);
  await database.remove();
  return result;
};

/** Replicates once in one direction, until it is in sync. */
const replicate = (collection: RxCollection<RxActivity>, session: Session, way: 'pull' | 'push'): Promise<void> =>
  new Promise((resolve, reject) => {
    const replication = replicateSupabase<RxActivity>({
      tableName: TABLE,
      replicationIdentifier: `${collection.database.name}-${way}`,
      client: createClient(session.url, session.key, {
        accessToken: () => Promise.resolve(session.token),
        // It puts names of columns into quotes where they need none, and the local backend takes none.
        global: { fetch: (url, init) => fetch(withoutQuotes(url), init) },
      }) as SupabaseClient,
      collection,
      modifiedField: 'updated_at',
      live: false,
      waitForLeadership: false,
      [way]: { batchSize: BATCH },
    });
    replication.error$.subscribe(reject);
    replication.awaitInitialReplication().then(resolve, reject);
  });

const withoutQuotes = (request: RequestInfo | URL): string =>
  (request instanceof Request ? request.url : request.toString()).replaceAll('%22', '');

export const rxFirstSync = (session: Session, expected: number): Promise<number> =>
  withCollection(async (collection) => {
    const ms = await timed(() => replicate(collection, session, 'pull'));
    const count = await collection.count().exec();
    if (count !== expected) throw new Error(`${String(count)} rows came`);
    return ms;
  });

export const rxPush = (session: Session, userId: string, count: number): Promise<number> =>
  withCollection(async (collection) => {
    const rows = Array.from({ length: count }, (_, n) => {
      const { updated_at: _at, ...row } = restRow(userId, n);
      return row as unknown as RxActivity;
    });
    const { error } = await collection.bulkInsert(rows);
    if (error.length > 0) throw new Error(`${String(error.length)} rows were not stored`);
    return timed(() => replicate(collection, session, 'push'));
  });
