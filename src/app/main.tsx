import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { listenForInstall } from '../features/pwa/install.ts';
import { followOtherTabs } from '../remote/session.ts';
import { UiProvider } from '../ui/UiProvider.tsx';
import { makeRouter } from './router.tsx';

const container = document.getElementById('root');
if (!container) throw new Error('index.html has no #root');

const router = makeRouter();

createRoot(container).render(
  <UiProvider>
    <RouterProvider router={router} />
  </UiProvider>,
);

listenForInstall();
followOtherTabs();

/** What the first paint does not need waits until after it, its code included. */
const afterFirstPaint = async (): Promise<void> => {
  const { registerServiceWorker } = await import('../features/pwa/update-prompt.ts');
  registerServiceWorker();
};
// Where code cannot be fetched for want of a network, the next start fetches it.
requestAnimationFrame(() => setTimeout(() => void afterFirstPaint().catch(() => undefined)));
