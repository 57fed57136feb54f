import { beforeEach, vi } from 'vitest';
import { randomUUID } from 'node:crypto';
import { startBackend } from '../../fixtures/backend/backend.ts';
import { FakeServer, HttpProblem } from '../../fixtures/simulation/fake-server.ts';
import { responseTo } from '../../fixtures/simulation/network.ts';
import type { ContractServer } from './client.ts';
import { describeServerContract } from './contract.ts';

const TABLE = 'program_activities';

const fakeServer = (): ContractServer => {
  let clock = Date.parse('2026-03-02T09:00:00Z');
  const server = new FakeServer({ now: () => (clock += 1) });
  const responseOf = (person: string, name: string, request: unknown) => {
    try {
      return { status: 200, body: responseTo(server, name, person, JSON.parse(JSON.stringify(request))) };
    } catch (problem) {
      if (problem instanceof HttpProblem) return { status: problem.status, body: problem.code };
      throw problem;
    }
  };
  return {
    signUp: () => {
      const id = randomUUID();
      server.signUp(id);
      return Promise.resolve({ id, call: (name, request) => Promise.resolve(responseOf(id, name, request)) });
    },
    write: (activity, field, value) => {
      server.beginEdit(TABLE, activity, { [field]: value }).commit();
      return Promise.resolve();
    },
    writeMetadata: (activity, json) => {
      server.beginEdit(TABLE, activity, { metadata: JSON.parse(json) as unknown }).commit();
      return Promise.resolve();
    },
    hide: (activity) => {
      server.setHidden(TABLE, activity, true);
      return Promise.resolve();
    },
    prune: () => {
      server.prune(Infinity);
      return Promise.resolve();
    },
    renew: () => {
      server.newEpoch();
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
};

const realServer = async (): Promise<ContractServer> => {
  const backend = await startBackend();
  return {
    signUp: async () => {
      const { id, token } = await backend.signUp();
      return { id, call: (name, request) => backend.rpc(name, { request }, token) };
    },
    write: async (activity, field, value) => {
      await backend.sql(`update public.program_activities set ${field} = $1 where id = $2`, value, activity);
    },
    writeMetadata: async (activity, json) => {
      await backend.sql(
        'update public.program_activities set metadata = $1::text::jsonb where id = $2',
        json,
        activity,
      );
    },
    hide: async (activity) => {
      await backend.sql(
        `create policy "hidden ${activity}" on public.program_activities as restrictive for select to authenticated
         using (id <> '${activity}')`,
      );
      await backend.sql('update public.program_activities set title = title where id = $1', activity);
    },
    prune: async () => {
      await backend.sql("select private.prune_feed(interval '0')");
    },
    renew: async () => {
      await backend.sql('select private.new_epoch()');
    },
    close: backend.close,
  };
};

// PGlite runs in this process: a fixed date would stop the server's clock.
beforeEach(() => {
  vi.useRealTimers();
});

describeServerContract('the fake server', () => Promise.resolve(fakeServer()));
describeServerContract('the SQL', realServer);
