import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface SlowProxy {
  url: string;
  /** Limits what passes from now on: all connections together, in bytes a second in each direction, without bursts. */
  setRate: (rate: number) => void;
  close: () => void;
}

/**
 * Passes TCP connections on to a server, at first as fast as they come.
 *
 * @param origin of the server, `http://HOST:PORT`.
 */
export const startSlowProxy = async (origin: string): Promise<SlowProxy> => {
  const { hostname, port } = new URL(origin);
  const sockets = new Set<Socket>();
  let rate = Infinity;
  const directions = { up: newLine(() => rate), down: newLine(() => rate) };
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    for (const [from, to, pass] of [
      [client, server, directions.up],
      [server, client, directions.down],
    ] as const) {
      sockets.add(from);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('error', () => to.destroy());
      void pump(from, to, pass);
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
    setRate: (next) => {
      rate = next;
    },
    close: () => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};

/** Resolves when the line has had the time to pass so many bytes after those before. */
const newLine = (rateNow: () => number): ((bytes: number) => Promise<void>) => {
  let freeAt = 0;
  return async (bytes) => {
    freeAt = Math.max(freeAt, performance.now()) + (bytes * 1000) / rateNow();
    await wait(Math.max(0, freeAt - performance.now()));
  };
};

const pump = async (from: Socket, to: Socket, pass: (bytes: number) => Promise<void>): Promise<void> => {
  const portion = 2_000;
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let start = 0; start < chunk.length; start += portion) {
        const part = chunk.subarray(start, start + portion);
        await pass(part.length);
        to.write(part);
      }
    }
    to.end();
  } catch {
    // The connection is gone, and so is the other side of it.
  }
};
