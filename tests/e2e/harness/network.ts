import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';

/**
 * The network between one device and the server, as an address of its own. What the service worker requests passes one
 * request at a time, as many as `pass` has let through; all other requests pass freely. After `cut` nothing does.
 */
export class Network {
  /** How many requests of the service worker have been answered. */
  passed = 0;
  private allowed = 0;
  private isCut = false;
  private readonly waiting: (() => void)[] = [];
  private readonly watchers: (() => void)[] = [];
  private readonly server: Server;

  private constructor(private readonly target: URL) {
    this.server = createServer((incoming, response) => {
      if (this.isCut) incoming.socket.destroy();
      else if (!isOfServiceWorker(incoming)) this.forward(incoming, response);
      else {
        this.waiting.push(() => {
          if (this.isCut) incoming.socket.destroy();
          else
            this.forward(incoming, response, () => {
              this.passed += 1;
              for (const watcher of this.watchers.splice(0)) watcher();
            });
        });
        this.forwardWaiting();
      }
    });
  }

  static async to(target: string): Promise<Network> {
    const network = new Network(new URL(target));
    network.server.listen(0, '127.0.0.1');
    await once(network.server, 'listening');
    return network;
  }

  get url(): string {
    const address = this.server.address();
    return `http://localhost:${String(typeof address === 'object' && address ? address.port : 0)}`;
  }

  /** Lets that many more requests of the service worker through, and resolves when they have been answered. */
  async pass(count: number): Promise<void> {
    const goal = this.passed + count;
    this.allowed += count;
    this.forwardWaiting();
    while (this.passed < goal) await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  /** Lets everything through from now on. */
  open(): void {
    this.isCut = false;
    this.allowed = Infinity;
    this.forwardWaiting();
  }

  /** From now on no request is answered, those that wait included. */
  cut(): void {
    this.isCut = true;
    for (const settle of this.waiting.splice(0)) settle();
    this.server.closeAllConnections();
  }

  /** Is as it was at first. */
  reset(): void {
    this.cut();
    Object.assign(this, { passed: 0, allowed: 0, isCut: false });
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private forwardWaiting(): void {
    for (; this.allowed > 0 && this.waiting.length > 0; this.allowed -= 1) this.waiting.shift()?.();
  }

  private forward(incoming: IncomingMessage, response: ServerResponse, onForwarded?: () => void): void {
    const { method, headers, url = '/' } = incoming;
    const outgoing = request(new URL(url, this.target), { method, headers }, (upstream) => {
      response.writeHead(upstream.statusCode ?? 502, upstream.headers);
      upstream.pipe(response);
      if (onForwarded) response.once('finish', onForwarded);
    });
    outgoing.once('error', () => incoming.socket.destroy());
    incoming.pipe(outgoing);
  }
}

/** Its script, and the files that it stores. */
const isOfServiceWorker = ({ url = '', headers }: IncomingMessage): boolean =>
  headers['sec-fetch-dest'] === 'serviceworker' ||
  (headers['sec-fetch-dest'] === 'empty' && !/^\/[^/]+\/v1\//.test(url));
