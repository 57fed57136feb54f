import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { listenForInstall } from '../features/pwa/install.ts';
import { followOtherTabs } from '../remote/session.ts';
import { UiProvider } from '../ui/UiProvider.tsx';
import { makeRouter } from './router.tsx';

const container = document.getElementById('root');
if (!container) throw new Error('index.html has no #root');

const router = makeRouter();

const render = () => {
  createRoot(container).render(
    <UiProvider>
      <RouterProvider router={router} />
    </UiProvider>,
  );
};

// The page has the splash in it, which stays until the first screen's code is here: nothing flashes. What
// fails on the way is the router's to show.
void router.load().then(render, render);

listenForInstall();
followOtherTabs();

/** What the first screen does not need comes well after it, its code included. */
const LATER_MS = 1_000;

const later = async (): Promise<void> => {
  const { registerServiceWorker } = await import('../features/pwa/update-prompt.ts');
  registerServiceWorker();
};
// Where code cannot be fetched for want of a network, the next start fetches it.
setTimeout(() => void later().catch(() => undefined), LATER_MS);
