import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type Server as SocketServer } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { StartFailure } from './start-failure.ts';

/** The server's side of `fetch`. */
export type RequestHandler = (request: Request) => Response | Promise<Response>;
export type NodeRequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Listener {
  /** Origin, without a slash at its end. */
  url: string;
  server: Server;
  /** From now on this handles requests. Until the first call they get 503. */
  handleWith: (response: NodeRequestHandler) => void;
  /** Frees the port; running requests have two seconds to end. */
  close: () => Promise<void>;
}

export interface ListenOptions {
  /** 0 takes a free one. */
  port: number;
  /** An address of this machine; by default only programs on this machine can connect. */
  host?: string;
}

const LOOPBACK = ['127.0.0.1', '::1'];
/** Everybody's mail, and the simulated vendors: nothing for other machines, whatever Host they send. */
const LOCAL_ONLY = /^\/+(mailbox|mail-provider|vendors)\b/i;

/** Whether the other end of a connection is this machine. */
export const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/i.test(address);

/** @throws StartFailure when the port is in use or not permitted. */
export const listen = async ({ port, host }: ListenOptions): Promise<Listener> => {
  let handle: NodeRequestHandler = fromFetch(() =>
    Response.json(
      { status: 'starting' },
      { status: 503, headers: { 'retry-after': '1', 'cache-control': 'no-store' } },
    ),
  );
  const server = createServer((request, response) => {
    if (LOCAL_ONLY.test(request.url ?? '') && !isLoopback(request.socket.remoteAddress)) {
      response.writeHead(404).end();
    } else {
      handle(request, response);
    }
  });
  const bound = await bind(server, port, host ?? LOOPBACK[0]);
  // A browser may resolve `localhost` to either address family; both reach one server.
  const second = host ? null : await bindSecond(server, bound);
  return {
    url: `http://${!host || host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${String(bound)}`,
    server,
    handleWith: (next) => {
      handle = next;
    },
    close: async () => {
      const closing = [server, ...(second ? [second] : [])].map(
        (each) => new Promise((resolve) => each.close(resolve)),
      );
      server.closeIdleConnections();
      const closeTimeout = setTimeout(() => {
        server.closeAllConnections();
      }, 2_000);
      await Promise.all(closing);
      clearTimeout(closeTimeout);
    },
  };
};

export const fromFetch = (handler: RequestHandler): NodeRequestHandler => {
  const listener = getRequestListener(handler, { overrideGlobalObjects: false });
  return (request, response) => {
    void listener(request, response);
  };
};

const bind = (server: Server | SocketServer, port: number, host: string | undefined): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? taken(port) : unusable(port, error.code));
    });
    server.listen({ port, host }, () => {
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : port);
    });
  });

const bindSecond = async (server: Server, port: number): Promise<SocketServer | null> => {
  const second = createSocketServer((socket) => {
    server.emit('connection', socket);
  });
  try {
    await bind(second, port, LOOPBACK[1]);
    return second;
  } catch (error) {
    // A machine without IPv6 needs no second listener.
    if (error instanceof StartFailure && error.reason !== 'port-taken') return null;
    await new Promise((resolve) => second.close(resolve));
    throw error;
  }
};

const taken = (port: number) =>
  new StartFailure(
    'port-taken',
    `Port ${String(port)} is taken by another program. Stop it, or choose another port: PORT=${String(port + 1)} npm start`,
  );

const unusable = (port: number, code: string | undefined) =>
  new StartFailure(
    'port-unusable',
    `Port ${String(port)} cannot be used here (${code ?? 'unknown reason'}). Choose another port: PORT=4173 npm start`,
  );
