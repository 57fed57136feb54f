import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '../../fixtures/backend/backend.ts';
import { NOON_ZONE } from '../../fixtures/server-clock.ts';

/** The product as `npm start` runs it, on a free port and with a data folder of its own. */
export class ProductServer {
  private child: ChildProcess | null = null;
  /** Everything that the server printed, mails included. */
  console = '';

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly clientDirectory: string | undefined,
  ) {}

  /** @param clientDirectory the built client; `dist` by default. */
  static async start(clientDirectory?: string): Promise<ProductServer> {
    const folder = await mkdtemp(join(tmpdir(), 'cadence-e2e-'));
    const template = process.env['CADENCE_E2E_DATA'];
    if (template) await cp(template, folder, { recursive: true });
    const server = new ProductServer(folder, await freePort(), clientDirectory);
    await server.start();
    return server;
  }

  get url(): string {
    return `http://localhost:${String(this.port)}`;
  }

  /** Resolves when the server answers requests. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'supabase/local/main.ts'], {
      env: {
        ...process.env,
        TZ: NOON_ZONE,
        PORT: String(this.port),
        CADENCE_DATA_DIR: this.folder,
        ...(this.clientDirectory && { CADENCE_CLIENT_DIR: this.clientDirectory }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.console += text;
      });
    }
    const ended = once(child, 'exit').then(() => {
      throw new Error(`the server ended before it was up:\n${this.console}`);
    });
    const started = new Promise<void>((resolve) => {
      const check = () => {
        if (this.console.includes('Cadence is running at')) resolve();
        else child.stdout.once('data', check);
      };
      check();
    });
    await Promise.race([started, ended]);
    this.console = '';
    ended.catch(() => undefined);
  }

  /** Ends the server without warning, as a power cut does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await rm(await this.stopKeepingData(), { recursive: true, force: true });
    await rm(this.backup, { recursive: true, force: true });
  }

  /** Stops it and leaves its data where they are; returns their folder. */
  async stopKeepingData(): Promise<string> {
    await this.end('SIGTERM');
    return this.folder;
  }

  /** Copies its data folder, as a backup does, and starts it again. */
  async backUp(): Promise<void> {
    await this.stopKeepingData();
    await cp(this.folder, this.backup, { recursive: true });
    await this.start();
  }

  /**
   * Puts the backup in the place of the data, and starts it again.
   *
   * @param sql what the operator says to the restored database.
   */
  async restoreBackup(sql?: string): Promise<void> {
    await rm(await this.stopKeepingData(), { recursive: true });
    await cp(this.backup, this.folder, { recursive: true });
    if (sql !== undefined) {
      const database = await startBackend(join(this.folder, 'database'));
      await database.sql(sql);
      await database.close();
    }
    await this.start();
  }

  private get backup(): string {
    return `${this.folder}-backup`;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
};
