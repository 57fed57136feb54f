import { parseArgs } from 'node:util';
import type { Backend } from './backend.ts';
import { clientFiles } from './client-files.ts';
import { dataFolderPath } from './data-folder.ts';
import { devHandler } from './dev-client.ts';
import { lockFolder } from './folder-lock.ts';
import { fromFetch, listen, type Listener } from './listener.ts';
import { type SeededBackend, openSeededBackend } from './seeded-backend.ts';
import { productHandler } from './product.ts';
import { StartFailure } from './start-failure.ts';
import { startClock } from './clock.ts';
import { mailMessage, printLine, startMessage } from './console-messages.ts';

/**
 * Runs Cadence on this machine until a signal stops it: the backend with its data folder, and the
 * client, built (`dist/`) or with hot reload (`--dev`). With `--programs` the demo people have programs, too.
 */
const run = async (): Promise<void> => {
  const flag = { type: 'boolean', default: false } as const;
  const { dev, programs } = parseArgs({ options: { dev: flag, programs: flag } }).values;
  const path = dataFolderPath();
  const unlock = lockFolder(path);
  const shutdownSteps: (() => Promise<void> | void)[] = [unlock];
  const stopped = stopper(shutdownSteps);
  try {
    const listener = await listen({ port: portFrom(process.env['PORT']), ...hostFrom(process.env['HOST']) });
    shutdownSteps.unshift(listener.close);
    const backend = await openSeededBackend(path, {
      siteUrl: listener.url,
      ...(process.env['CADENCE_CONFIRM_EMAILS'] === '1' && { confirmEmails: true }),
      onMail: (mail) => {
        printLine(mailMessage(mail));
      },
      onFault: printLine,
      printLine,
      programs,
    });
    shutdownSteps.splice(1, 0, backend.close);
    await putClientInFront(listener, backend, dev, shutdownSteps);
    printLine(startMessage(listener.url, path));
    shutdownSteps.unshift(startClock(backend.tick, printLine));
    if (programs) shutdownSteps.unshift(seedProgramsMeanwhile(backend));
  } catch (error) {
    await stopped.closeAll();
    throw error;
  }
};

const putClientInFront = async (
  listener: Listener,
  backend: Backend,
  dev: boolean,
  shutdownSteps: (() => Promise<void> | void)[],
): Promise<void> => {
  if (dev) {
    const client = await devHandler(listener, backend);
    shutdownSteps.unshift(client.close);
    listener.handleWith(client.response);
  } else {
    const directory = process.env['CADENCE_CLIENT_DIR'] || 'dist';
    listener.handleWith(fromFetch(productHandler(backend, clientFiles(directory))));
  }
};

/** Creates the demo programs in the background: they reach devices by sync, like anything else. Returns how to stop it. */
const seedProgramsMeanwhile = (backend: SeededBackend): (() => Promise<void>) => {
  const stop = new AbortController();
  const seeding = backend.seedPrograms(stop.signal).then(
    (made) => {
      if (made) printLine('  The demo programs and chains are ready.');
    },
    (error: unknown) => {
      if (stop.signal.aborted) return;
      printLine(
        `  Some demo programs or chains could not be created; the next start continues with them. ${String(error)}`,
      );
    },
  );
  return async () => {
    stop.abort();
    await seeding;
  };
};

/** One Ctrl-C arrives up to three times: from the terminal, from npm, and from the end of npm. */
const SAME_REQUEST_MS = 1_000;

/** Closes everything once, newest first, when the person or the system asks for it. */
const stopper = (shutdownSteps: (() => Promise<void> | void)[]) => {
  let closing: Promise<void> | null = null;
  const closeAll = () =>
    (closing ??= (async () => {
      for (const close of shutdownSteps) await close();
    })());
  let requested: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      requested ??= performance.now();
      // A second request ends at once; the database survives that.
      if (performance.now() - requested > SAME_REQUEST_MS) process.exit(1);
      void closeAll().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  return { closeAll };
};

const portFrom = (text = ''): number => {
  if (text === '') return 4173;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new StartFailure(
    'bad-setting',
    `PORT is "${text}", which is not a port. Give a number from 1 to 65535: PORT=4173 npm start`,
  );
};

const hostFrom = (host = ''): { host?: string } => (host === '' ? {} : { host });

run().catch((error: unknown) => {
  const unforeseen =
    error instanceof Error
      ? `Cadence could not start: ${error.message.split('\n')[0] ?? ''}`
      : 'Cadence could not start.';
  process.stderr.write(`\n${error instanceof StartFailure ? error.message : unforeseen}\n`);
  process.exit(1);
});
