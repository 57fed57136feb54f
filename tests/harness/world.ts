import { requestSelfCheck } from '../../src/store/self-check.ts';
import type { FakeState } from './fake-database.ts';
import { FakeServer, type FakeServerOptions, type OpenTransaction } from './fake-server.ts';
import { Device } from './device.ts';
import { FakeClock } from './fake-clock.ts';
import { type Fate, Network } from './network.ts';
import { Random } from './random.ts';
import { Watch } from './watch.ts';

const START = Date.parse('2026-03-02T09:00:00Z');

/** Turns of the event loop without anything happening after which nothing more will happen by itself. */
const CALM_TURNS = 6;

export const person = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export interface WorldOptions extends Partial<Pick<FakeServerOptions, 'pageLimit' | 'sabotage'>> {
  seed?: number;
  /** Who signs in on each device at first, by number. */
  devices?: readonly number[];
}

/** A server, a network and some devices in one process, where nothing happens unless the script says so. */
export class World {
  readonly clock = new FakeClock(START);
  readonly server: FakeServer;
  readonly network: Network;
  readonly devices: Device[];
  readonly violations: string[] = [];
  readonly watch: Watch;
  readonly edits: OpenTransaction<void>[] = [];
  private readonly random: Random;
  private ids = 0;
  private backup: FakeState | null = null;

  constructor({ seed = 1, devices = [1, 1], ...server }: WorldOptions = {}) {
    this.random = new Random(seed);
    this.server = new FakeServer({ now: () => this.clock.now, ...server });
    this.network = new Network(this.server, () => {
      this.clock.advance(1 + this.random.below(40));
    });
    for (const number of new Set([1, 2, ...devices])) this.server.signUp(person(number));
    this.devices = devices.map(
      (owner, index) =>
        new Device(`device-${String(index)}`, person(owner), {
          clock: this.clock,
          network: this.network,
          random: this.random,
          newId: () => this.newId(),
          onViolation: (what) => this.violations.push(what),
        }),
    );
    this.watch = new Watch(this);
  }

  device(index: number): Device {
    const device = this.devices[index % this.devices.length];
    if (!device) throw new Error('there is no device');
    return device;
  }

  private newId(): string {
    this.ids += 1;
    // The last digits differ most, as in a real id, since stamps carry them.
    const digits = (Math.imul(this.ids, 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
    return `01900000-0000-7000-8000-${this.ids.toString(16).padStart(4, '0')}${digits}`;
  }

  /** Waits until every device waits for the network, for time or for nothing, then looks at all of them. */
  async calm(): Promise<void> {
    let still = 0;
    let last = -1;
    while (still < CALM_TURNS) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const busy = this.devices.reduce((sum, device) => sum + device.busy, 0);
      const happened = this.network.activity + this.devices.reduce((sum, device) => sum + device.passed, 0);
      still = busy === 0 && happened === last ? still + 1 : 0;
      last = happened;
    }
    await this.watch.look();
  }

  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.calm();
  }

  /** Decides the fate of one of the waiting calls. A script that waits for a call which is not there is wrong. */
  async deliver(pick = 0, fate: Fate = 'ok'): Promise<void> {
    const call = this.network.waiting[pick];
    if (!call) throw new Error(`there are ${String(this.network.waiting.length)} calls`);
    this.network.deliver(call, fate);
    await this.calm();
  }

  /** The device syncs, with nothing in the way, until it has nothing more to do. */
  async sync(device: Device): Promise<void> {
    device.request('manual');
    await this.flow();
  }

  /** Lets everything through until nothing waits. */
  async flow(): Promise<void> {
    for (let round = 0; round < 2_000; round += 1) {
      this.clock.advance(0);
      await this.calm();
      if (this.network.waiting.length > 0) await this.deliver();
      else if (this.network.held.length > 0) {
        this.network.commitHeld(0);
        await this.calm();
      } else if (this.network.slow.length > 0) {
        this.network.deliverSlow(0);
        await this.calm();
      } else if (this.clock.nextDue !== 0) return;
    }
    throw new Error('the devices never come to rest');
  }

  backUp(): void {
    this.backup = this.server.backUp();
  }

  /** The server is set back to its last backup. */
  async restore(): Promise<void> {
    if (!this.backup) return;
    await this.watch.beforeRestore();
    this.network.dropHeld();
    this.edits.length = 0;
    this.server.restore(this.backup);
    await this.calm();
  }

  /**
   * All faults end: open transactions commit, stray copies arrive, sessions are renewed, and every device
   * syncs for every person who has used it until nothing changes any more, and compares itself with the server.
   */
  async heal(): Promise<void> {
    this.clock.advance(1);
    for (const transaction of this.edits.splice(0)) transaction.commit();
    while (this.network.held.length > 0) this.network.commitHeld(0);
    for (const device of this.devices) {
      device.canRenew = true;
      device.start();
    }
    await this.flow();
    for (let round = 0; round < 4; round += 1) {
      for (const call of [...this.network.astray]) this.network.deliverAstray(call);
      for (const device of this.devices) {
        for (const owner of device.viewers.keys()) {
          device.start(owner);
          await this.sync(device);
        }
      }
    }
    for (const device of this.devices) {
      for (const owner of device.viewers.keys()) {
        device.start(owner);
        await requestSelfCheck(device.viewer);
        await this.sync(device);
      }
    }
  }

  close(): void {
    for (const device of this.devices) {
      device.powerOff();
      for (const viewer of device.viewers.values()) viewer.close({ disableAutoOpen: true });
    }
  }
}
