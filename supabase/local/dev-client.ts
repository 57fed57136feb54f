import type { Backend } from './backend.ts';
import { fromFetch, type Listener, type NodeRequestHandler } from './listener.ts';
import { backendHandler, isForBackend } from './product.ts';

/** The client straight from its sources, with hot reload, and the backend on the same origin. */
export const devHandler = async (
  listener: Listener,
  backend: Backend,
): Promise<{ response: NodeRequestHandler; close: () => Promise<void> }> => {
  const { createServer } = await import('vite');
  const vite = await createServer({
    appType: 'spa',
    server: { middlewareMode: true, hmr: { server: listener.server } },
  });
  const handleBackend = fromFetch(backendHandler(backend));
  return {
    response: (request, response) => {
      const path = (request.url ?? '/').replace(/[?#].*$/, '');
      if (isForBackend(path)) handleBackend(request, response);
      else vite.middlewares(request, response);
    },
    close: () => vite.close(),
  };
};
