import type { Backend } from './backend.ts';
import { fromFetch, type Listener, type NodeAnswer } from './listener.ts';
import { backendAnswers, isForBackend } from './product.ts';

/** The client straight from its sources, with hot reload, and the backend on the same origin. */
export const devAnswers = async (
  listener: Listener,
  backend: Backend,
): Promise<{ answer: NodeAnswer; close: () => Promise<void> }> => {
  const { createServer } = await import('vite');
  const vite = await createServer({
    appType: 'spa',
    server: { middlewareMode: true, hmr: { server: listener.server } },
  });
  const answerBackend = fromFetch(backendAnswers(backend));
  return {
    answer: (request, response) => {
      const path = (request.url ?? '/').replace(/[?#].*$/, '');
      if (isForBackend(path)) answerBackend(request, response);
      else vite.middlewares(request, response);
    },
    close: () => vite.close(),
  };
};
