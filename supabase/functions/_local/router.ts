/**
 * Serves all functions in one process at `/NAME`, for local use only. Prints `port N` once it listens, and exits when
 * its standard input closes. `LOCAL_NOW` is the time, in milliseconds since the epoch, at which it was started.
 */
type Handler = (request: Request) => Response | Promise<Response>;

/** Milliseconds that a start may take. A larger difference of the two clocks is no delay. */
const LARGEST_START_MS = 60_000;

// Where the time is faked for the process that starts this one, Deno still reads the true clock.
const started = Number(Deno.env.get('LOCAL_NOW'));
const trueNow = Date.now;
const offset = started - trueNow();
if (Math.abs(offset) > LARGEST_START_MS) Date.now = () => trueNow() + offset;

const serve = Deno.serve;
const folder = new URL('../', import.meta.url);
const handlers = new Map<string, Handler>();

for (const { name, isDirectory } of Deno.readDirSync(folder)) {
  if (!isDirectory || name.startsWith('_')) continue;
  Object.assign(Deno, { serve: (handler: Handler) => handlers.set(name, handler) });
  await import(new URL(`${name}/index.ts`, folder).href);
}

serve(
  {
    port: 0,
    hostname: '127.0.0.1',
    onListen: ({ port }) => {
      console.log(`port ${String(port)}`);
    },
  },
  (request) => handlers.get(new URL(request.url).pathname.slice(1))?.(request) ?? new Response(null, { status: 404 }),
);

for await (const _ of Deno.stdin.readable);
Deno.exit(0);
