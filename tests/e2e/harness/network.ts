import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';

/**
 * The network between one device and the server, as an address of its own. What the service worker asks for passes one
 * request at a time, as many as `pass` has let through; all other requests pass freely. After `cut` nothing does.
 */
export class Network {
  /** How many requests of the service worker have been answered. */
  passed = 0;
  private passes = 0;
  private isCut = false;
  private readonly waiting: (() => void)[] = [];
  private readonly watchers: (() => void)[] = [];
  private readonly server: Server;

  private constructor(private readonly target: URL) {
    this.server = createServer((asked, answer) => {
      if (this.isCut) asked.socket.destroy();
      else if (!isOfServiceWorker(asked)) this.forward(asked, answer);
      else {
        this.waiting.push(() => {
          if (this.isCut) asked.socket.destroy();
          else
            this.forward(asked, answer, () => {
              this.passed += 1;
              for (const watcher of this.watchers.splice(0)) watcher();
            });
        });
        this.letThrough();
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
    this.passes += count;
    this.letThrough();
    while (this.passed < goal) await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  /** Lets everything through from now on. */
  open(): void {
    this.isCut = false;
    this.passes = Infinity;
    this.letThrough();
  }

  /** From now on no request is answered, those that wait included. */
  cut(): void {
    this.isCut = true;
    for (const go of this.waiting.splice(0)) go();
    this.server.closeAllConnections();
  }

  /** Is as it was at first. */
  reset(): void {
    this.cut();
    Object.assign(this, { passed: 0, passes: 0, isCut: false });
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private letThrough(): void {
    for (; this.passes > 0 && this.waiting.length > 0; this.passes -= 1) this.waiting.shift()?.();
  }

  private forward(asked: IncomingMessage, answer: ServerResponse, onAnswered?: () => void): void {
    const { method, headers, url = '/' } = asked;
    const onward = request(new URL(url, this.target), { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
      if (onAnswered) answer.once('finish', onAnswered);
    });
    onward.once('error', () => asked.socket.destroy());
    asked.pipe(onward);
  }
}

/** Its script, and the files that it stores. */
const isOfServiceWorker = ({ url = '', headers }: IncomingMessage): boolean =>
  headers['sec-fetch-dest'] === 'serviceworker' ||
  (headers['sec-fetch-dest'] === 'empty' && !/^\/[^/]+\/v1\//.test(url));
