import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { TransportFailure } from '../../src/contract/transport-failure.ts';
import type { Change } from '../../src/domain/sync/change.ts';
import { CadenceDatabase } from '../../src/store/database.ts';
import { type Environment, systemEnvironment } from '../../src/store/environment.ts';
import type { SyncReason, SyncLoop } from '../../src/sync/loop.ts';
import type { Account } from '../fixtures/backend/backend.ts';
import { Power } from '../fixtures/simulation/power.ts';
import type { Random } from '../fixtures/simulation/random.ts';
import { type Calls, startEngine } from './engine.ts';
import type { FaultyProxy } from './proxy.ts';
import { observeOutbox } from './outbox.ts';
import { Observations } from './observations.ts';

interface Tab {
  db: CadenceDatabase;
  loop: SyncLoop;
  power: Power;
  /** Changes that the transaction under way has put into the outbox. */
  written: Change[];
  working: Promise<void>;
}

export interface ClientOptions {
  name: string;
  person: Account;
  proxy: FaultyProxy;
  random: Random;
  /** This device's clock minus true time, in milliseconds. */
  skew: number;
  signIn: () => Promise<string>;
  onViolation: (what: string) => void;
}

/** One device of a person: the real engine on an IndexedDB that survives every killed tab. */
export class Client {
  readonly committed: Change[] = [];
  readonly observations = new Observations();
  /** Reads the database without faults. */
  readonly viewer: CadenceDatabase;
  readonly calls: Calls = { push: 0, pull: 0, responses: 0 };
  private readonly indexedDB = new IDBFactory();
  private tab: Tab | null = null;
  private token: string;
  private awake = Promise.resolve();
  private wake = (): void => undefined;
  private waitingForCycle: (() => void)[] = [];

  constructor(private readonly options: ClientOptions) {
    this.token = options.person.token;
    this.viewer = this.openDatabase();
  }

  get name(): string {
    return this.options.name;
  }

  get person(): string {
    return this.options.person.id;
  }

  get proxy(): FaultyProxy {
    return this.options.proxy;
  }

  /** Opens the app again on what is on the device. */
  async start(): Promise<void> {
    await this.end();
    const power = new Power();
    const written: Change[] = [];
    const db = this.openDatabase();
    db.use(power.middleware());
    db.use(observeOutbox((change) => written.push(change)));
    const loop = startEngine({
      db,
      power,
      url: this.proxy.url,
      random: this.options.random,
      calls: this.calls,
      accessToken: (renew) => this.accessToken(renew),
      awake: () => this.awake,
      onCycleEnd: () => {
        for (const resolve of this.waitingForCycle.splice(0)) resolve();
      },
      onViolation: (what) => {
        this.options.onViolation(`${this.name}: ${what}`);
      },
    });
    this.tab = { db, power, written, loop, working: Promise.resolve() };
    this.request('start');
  }

  /** The app crashes after `steps` operations of database or network. */
  killAfter(steps: number): void {
    this.tab?.power.cutAfter(steps);
  }

  /** Everything on the device stops at once, in the middle of whatever it is doing. */
  async end(): Promise<void> {
    const { tab } = this;
    if (!tab) return;
    this.tab = null;
    tab.loop.stop();
    tab.power.cut();
    await tab.working;
    tab.db.close({ disableAutoOpen: true });
    // The write did not resolve, and may have committed all the same.
    const there = new Set((await this.viewer.outbox.toArray()).map(({ timestamp }) => timestamp));
    this.committed.push(...tab.written.filter(({ timestamp }) => there.has(timestamp)));
  }

  /** Nothing happens on the device until the returned function is called, as on one that sleeps. */
  pause(): () => void {
    this.wake();
    this.awake = new Promise((resolve) => {
      this.wake = resolve;
    });
    return this.wake;
  }

  request(reason: SyncReason): void {
    this.tab?.loop.request(reason);
  }

  /** Syncs now; resolves when the sync has ended, also when it failed. */
  sync(): Promise<void> {
    return new Promise((resolve) => {
      this.waitingForCycle.push(resolve);
      this.request('online');
    });
  }

  /** The person edits; what has committed when `work` resolves must never be lost. */
  async act(work: (db: CadenceDatabase) => Promise<void>): Promise<void> {
    await this.awake;
    const { tab } = this;
    if (!tab?.power.isOn) return;
    tab.working = work(tab.db).then(
      () => {
        this.committed.push(...tab.written.splice(0));
        tab.loop.request('write');
      },
      (error: unknown) => {
        if (tab.power.isOn) this.options.onViolation(`${this.name}: an edit failed with ${String(error)}`);
      },
    );
    await tab.working;
  }

  private openDatabase(): CadenceDatabase {
    const environment: Environment = {
      ...systemEnvironment,
      now: () => Date.now() + this.options.skew,
      deviceName: this.name,
    };
    return new CadenceDatabase(this.person, { indexedDB: this.indexedDB, IDBKeyRange }, environment);
  }

  private async accessToken(renew: boolean): Promise<string> {
    if (renew) {
      this.token = await this.options.signIn().catch(() => {
        throw new TransportFailure('offline', 'the session cannot be renewed now');
      });
    }
    return this.token;
  }
}
