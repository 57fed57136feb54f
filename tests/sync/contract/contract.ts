import { afterAll, beforeAll, describe } from 'vitest';
import { contractClient, type ContractServer } from './client.ts';
import { describeCheck } from './check.ts';
import { describeConflicts } from './conflicts.ts';
import { describeMerge } from './merge.ts';
import { describeOffers } from './offers.ts';
import { describePull } from './pull.ts';
import { describePush } from './push.ts';

/** What the engine relies on, checked of the fake server and of the real SQL. */
export const describeServerContract = (name: string, start: () => Promise<ContractServer>): void => {
  describe(`the sync protocol of ${name}`, () => {
    let server: ContractServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.close());

    const client = contractClient(() => server);
    describePush(client);
    describeMerge(client);
    describeConflicts(client);
    describePull(client);
    describeCheck(client);
    describeOffers(client);
  });
};
