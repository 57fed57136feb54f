import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '../..');
const ROUTER = join(ROOT, 'supabase/functions/_local/router.ts');

export interface DenoProcess {
  /** Its URL; starts it where it is not running. Rejects when it cannot be started. */
  origin: () => Promise<string>;
  /** Its id, while it runs. */
  pid: () => number | null;
  close: () => Promise<void>;
}

export interface DenoOptions {
  /** Its whole environment. */
  env: Record<string, string>;
  /** `HOST:PORT` of all that it may connect to. */
  mayConnectTo: string;
  /** Called with each line that it prints. */
  onLine: (line: string) => void;
}

interface Run {
  child: ChildProcess;
  origin: Promise<string>;
  ended: Promise<void>;
}

/**
 * The edge functions in one Deno, with no more rights than they need. It is started when it is first asked for, and
 * at once again when it crashes, because of what it may have been doing in the background; it ends with this process.
 */
export const denoProcess = (options: DenoOptions): DenoProcess => {
  let run: Run | null = null;
  let closed = false;

  const start = (): Run => {
    const started = launch(options);
    void started.origin.then(
      async () => {
        await started.ended;
        run = null;
        if (!closed) run = start();
      },
      () => {
        run = null;
      },
    );
    return started;
  };

  return {
    origin: () => {
      if (closed) return Promise.reject(new Error('the functions are closed'));
      return (run ??= start()).origin;
    },
    pid: () => run?.child.pid ?? null,
    close: async () => {
      closed = true;
      const last = run;
      last?.child.kill('SIGKILL');
      await last?.ended;
    },
  };
};

const launch = ({ env: settings, mayConnectTo, onLine }: DenoOptions): Run => {
  const env = { ...settings, LOCAL_NOW: String(Date.now()) };
  const child = spawn(
    denoBinary(),
    [
      'run',
      // Well below the 256 MB of a hosted function, so that what needs more is seen here first.
      '--v8-flags=--max-old-space-size=48,--max-semi-space-size=2',
      '--no-prompt',
      '--no-lock',
      '--no-remote',
      '--node-modules-dir=manual',
      `--allow-net=127.0.0.1:0,${mayConnectTo}`,
      `--allow-env=${Object.keys(env).join(',')}`,
      `--allow-read=${ROOT}`,
      ROUTER,
    ],
    {
      cwd: ROOT,
      env: {
        ...env,
        DENO_DIR: join(ROOT, 'node_modules/.cache/cadence-deno'),
        DENO_NO_UPDATE_CHECK: '1',
        NO_COLOR: '1',
      },
      // It ends when its standard input does: with this process, however that ends.
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const origin = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = /^port (\d+)$/.exec(line)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
      else onLine(line);
    });
    void ended.then(() => {
      reject(new Error('the edge functions could not be started'));
    });
  });
  createInterface({ input: child.stderr }).on('line', onLine);
  // Callers get the rejection; without one it must not crash the process.
  origin.catch(() => undefined);
  return { child, origin, ended };
};

/** The executable, also where npm runs no install scripts. */
const denoBinary = (): string =>
  (createRequire(import.meta.url)('deno/install_api.cjs') as { runInstall: () => string }).runInstall();
