import { openBackend } from '../../supabase/local/backend.ts';
import { clientFiles } from '../../supabase/local/client-files.ts';
import { VendorData } from '../../supabase/local/vendors/data.ts';
import { generateVendorData } from '../../supabase/local/vendors/generate.ts';
import { withFunctions } from '../../supabase/local/functions.ts';
import { fromFetch, listen } from '../../supabase/local/listener.ts';
import { backendHandler, productHandler } from '../../supabase/local/product.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import {
  BENCH_VENDOR_KEYS,
  BENCH_WORKER_KEY,
  type BenchVendors,
  type ServerMessage,
  type ServerRequest,
} from './server-client.ts';

/**
 * The product's own backend and file server, in a process of its own as `npm start` has it. Its parent
 * sends it SQL to run as the database's owner.
 *
 * Arguments: the database, the directory of the built client (none: the backend alone), and what the vendors have, as JSON.
 */
const [database = 'memory://', client = '', vendors = ''] = process.argv.slice(2);
const { sizes, requestsPerSecond = null } = vendors === '' ? {} : (JSON.parse(vendors) as Partial<BenchVendors>);

const send = (message: ServerMessage): void => {
  process.send?.(message);
};

const listener = await listen({ port: 0 });
const keys = {
  publishable: LOCAL_PUBLISHABLE_KEY,
  secret: 'sb_secret_bench',
  jwtSecret: 'bench-'.repeat(8),
  // No payment provider: what costs something waits for its coach, and enrolling in it is no more work.
  paymentSecret: '',
  workerKey: BENCH_WORKER_KEY,
};
const onFault = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const backend = withFunctions(
  await openBackend({ database, siteUrl: listener.url, keys, onMail: () => undefined, onFault }),
  {
    url: listener.url,
    keys,
    paymentLedger: null,
    vendorData: sizes ? generateVendorData({ sizes, seed: 'bench', now: Date.now() }) : new VendorData(),
    vendorKeys: BENCH_VENDOR_KEYS,
    vendorLimits: { northpass: requestsPerSecond, impartner: requestsPerSecond },
    onFault,
  },
);
listener.handleWith(fromFetch(client === '' ? backendHandler(backend) : productHandler(backend, clientFiles(client))));

// However the bench ends, its servers end with it.
process.on('disconnect', () => {
  process.exit();
});
process.on('message', ({ id, sql, parameters }: ServerRequest) => {
  const started = performance.now();
  backend.sql(sql, ...parameters).then(
    (rows) => {
      send({ is: 'result', id, rows, ms: performance.now() - started });
    },
    (error: unknown) => {
      send({ is: 'failure', id, reason: String(error) });
    },
  );
});
send({ is: 'ready', url: listener.url });
