import type { DBCore, DBCoreTable, Middleware } from 'dexie';

/** What everything throws on a device that was cut off. */
class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/**
 * The power of one tab. Every database operation and every network call passes two points, before and
 * after; at the armed one the tab dies, and everything on it throws from then on, as when the browser is
 * killed: what had not committed is undone.
 */
export class Power {
  isOn = true;
  /** Points passed so far. */
  passed = 0;
  /** Operations under way. */
  busy = 0;
  private left = Infinity;

  /** Dies at the `points`-th point from here, counted from 1. */
  cutAfter(points: number): void {
    this.left = points;
  }

  cut(): void {
    this.isOn = false;
  }

  check(): void {
    if (!this.isOn) throw new PowerCut();
  }

  pass(): void {
    this.check();
    this.passed += 1;
    this.left -= 1;
    if (this.left > 0) return;
    this.cut();
    throw new PowerCut();
  }

  middleware(): Middleware<DBCore> {
    return {
      stack: 'dbcore',
      name: 'power',
      create: (core) => ({
        ...core,
        transaction: (...parameters) => {
          this.check();
          return core.transaction(...parameters);
        },
        table: (name) => this.watchTable(core.table(name)),
      }),
    };
  }

  private watchTable(table: DBCoreTable): DBCoreTable {
    return {
      ...table,
      mutate: this.watch(table.mutate.bind(table)),
      get: this.watch(table.get.bind(table)),
      getMany: this.watch(table.getMany.bind(table)),
      query: this.watch(table.query.bind(table)),
      openCursor: this.watch(table.openCursor.bind(table)),
      count: this.watch(table.count.bind(table)),
    };
  }

  private watch<Request, Result>(
    operate: (request: Request) => Promise<Result>,
  ): (request: Request) => Promise<Result> {
    return (request) => {
      this.pass();
      this.busy += 1;
      return operate(request).then(
        (result) => {
          this.busy -= 1;
          this.pass();
          return result;
        },
        (error: unknown) => {
          this.busy -= 1;
          throw error;
        },
      );
    };
  }
}
