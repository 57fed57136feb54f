import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { TransportFailure } from '../../src/contract/transport-failure.ts';
import { CadenceDatabase, type PendingChange } from '../../src/store/database.ts';
import type { Environment } from '../../src/store/environment.ts';
import { runSyncCycle } from '../../src/sync/cycle.ts';
import { SyncLoop } from '../../src/sync/loop.ts';
import { createTransport } from '../../src/api/sync-transport.ts';
import type { FakeClock } from './fake-clock.ts';
import type { Network } from './network.ts';
import { Power } from './power.ts';
import type { Random } from './random.ts';

/** A change that the person was told is on the device. */
export type KeptEdit = PendingChange & { device: string; person: string };

interface Tab {
  db: CadenceDatabase;
  loop: SyncLoop;
  power: Power;
  /** Drains under way, and calls that they wait for. */
  running: { drains: number; calls: number };
}

export interface Surroundings {
  clock: FakeClock;
  network: Network;
  random: Random;
  newId: () => string;
  /** Hears of everything that must never happen. */
  onViolation: (what: string) => void;
}

/** One browser on one machine: one IndexedDB, a clock of its own, and up to two tabs of one person. */
export class Device {
  tabs: Tab[] = [];
  /** This device's clock minus true time, in milliseconds. */
  skew = 0;
  /** Of everybody who has used this device: looks into their databases without being subject to power cuts. */
  readonly viewers = new Map<string, CadenceDatabase>();
  readonly edits: KeptEdit[] = [];
  private readonly indexedDB = new IDBFactory();
  private readonly newestEdit = new Map<string, number>();
  private renewals = 0;
  /** Whether the person's session can be renewed without them. */
  canRenew = true;
  /** Edits under way. */
  private editing = 0;

  constructor(
    readonly name: string,
    public person: string,
    private readonly world: Surroundings,
  ) {
    this.viewers.set(person, this.openDatabase());
    this.openTab();
  }

  /** Looks into the database of whoever is signed in. */
  get viewer(): CadenceDatabase {
    const known = this.viewers.get(this.person);
    if (!known) throw new Error('nobody is signed in');
    return known;
  }

  get isOn(): boolean {
    return this.tabs.some(({ power }) => power.isOn);
  }

  get busy(): number {
    return this.tabs.reduce(
      (sum, { power, running }) => sum + power.busy + (running.calls === 0 ? running.drains : 0),
      this.editing,
    );
  }

  get passed(): number {
    return this.tabs.reduce((sum, { power }) => sum + power.passed, 0);
  }

  get token(): string {
    return `${this.person}#${this.name}#${String(this.renewals)}`;
  }

  openTab(): void {
    const power = new Power();
    const running: Tab['running'] = { drains: 0, calls: 0 };
    const db = this.openDatabase(power);
    const transport = createTransport({
      url: 'https://cadence.example',
      publishableKey: 'key',
      accessToken: (renew) => this.accessToken(renew),
      fetch: async (url, init) => {
        running.calls += 1;
        try {
          return await this.fetch(power, url, init);
        } finally {
          running.calls -= 1;
        }
      },
    });
    const context = { db, transport, environment: db.environment, appVersion: '1', onProgress: () => undefined };
    const loop = new SyncLoop({
      scheduler: this.world.clock.scheduler(() => this.world.random.next()),
      onState: () => undefined,
      run: async () => {
        running.drains += 1;
        try {
          await runSyncCycle(context);
        } catch (error) {
          if (!power.isOn) loop.stop();
          else if (!(error instanceof TransportFailure)) {
            this.world.onViolation(`${this.name}: a drain failed with ${String(error)}`);
          }
          throw error;
        } finally {
          running.drains -= 1;
        }
      },
    });
    this.tabs.push({ db, loop, power, running });
  }

  closeTab(): void {
    const tab = this.tabs.pop();
    tab?.loop.stop();
    tab?.power.cut();
    tab?.db.close({ disableAutoOpen: true });
  }

  /** Everything on the device stops at once. */
  powerOff(): void {
    while (this.tabs.length > 0) this.closeTab();
  }

  /** Starts again with one tab, of `person` or of whoever was signed in. */
  start(person: string = this.person): void {
    this.powerOff();
    this.person = person;
    if (!this.viewers.has(person)) this.viewers.set(person, this.openDatabase());
    this.openTab();
  }

  request(reason: 'manual' | 'online' | 'interval', tab = 0): void {
    this.tabs[tab % Math.max(1, this.tabs.length)]?.loop.request(reason);
  }

  /**
   * The person does something in a tab. What has been kept when it resolves is remembered: it must never
   * be lost. A power cut is nobody's fault; any other failure is.
   */
  async edit(work: (db: CadenceDatabase) => Promise<unknown>, tab = 0): Promise<void> {
    const chosen = this.tabs[tab % Math.max(1, this.tabs.length)];
    if (!chosen) return;
    const isAlive = () => chosen.power.isOn;
    if (!isAlive()) return;
    this.editing += 1;
    try {
      await work(chosen.db);
    } catch (error) {
      if (isAlive()) this.world.onViolation(`${this.name}: an edit failed with ${String(error)}`);
    }
    await this.rememberEdits();
    this.editing -= 1;
    chosen.loop.request('write');
  }

  private async rememberEdits(): Promise<void> {
    const newest = this.newestEdit.get(this.person) ?? 0;
    const made = await this.viewer.outbox.where('seq').above(newest).toArray();
    const device = (await this.viewer.getMeta('device'))?.id ?? '';
    this.edits.push(...made.map((change) => ({ ...change, device, person: this.person })));
    this.newestEdit.set(this.person, Math.max(newest, ...made.map(({ seq }) => seq)));
  }

  private openDatabase(power?: Power): CadenceDatabase {
    const environment: Environment = {
      now: () => this.world.clock.now + this.skew,
      newId: this.world.newId,
      deviceName: this.name,
    };
    const db = new CadenceDatabase(this.person, { indexedDB: this.indexedDB, IDBKeyRange }, environment);
    if (power) db.use(power.middleware());
    return db;
  }

  private accessToken(renew: boolean): Promise<string | null> {
    if (renew) {
      if (!this.canRenew) return Promise.reject(new TransportFailure('offline', 'the session cannot be renewed now'));
      this.renewals += 1;
    }
    return Promise.resolve(this.token);
  }

  private async fetch(power: Power, url: string, init: RequestInit): Promise<Response> {
    power.pass();
    const response = await new Promise<Response>((resolve, reject) => {
      this.world.network.send({
        rpc: url.split('/').at(-1) ?? '',
        token: this.token,
        body: typeof init.body === 'string' ? init.body : '',
        resolve,
        reject,
      });
    });
    power.pass();
    return response;
  }
}
