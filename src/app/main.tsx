import './reliable-storage.ts';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { listenForInstallPrompt } from '../features/account/pwa/use-install-prompt.ts';
import { followOtherTabs } from '../api/session.ts';
import { QUICK_LOG } from '../shared/activities/quick-log-store.ts';
import { UiProvider } from '../ui/UiProvider.tsx';
import { loadCodeEventually, reloadForLostModules } from '../ui/load-code.ts';
import { manageOverlayEntries } from '../ui/overlay-history.ts';
import { followVisibleViewport } from '../ui/visible-viewport.ts';
import { createAppRouter } from './routes/router.tsx';
import { preloadWork } from './work-code.ts';

const container = document.getElementById('root');
if (!container) throw new Error('index.html has no #root');

const router = createAppRouter();

const render = () => {
  // Only now: the router follows redirects of its first load by itself while nobody else listens to the history.
  manageOverlayEntries(router.history, [QUICK_LOG]);
  createRoot(container).render(
    <UiProvider>
      <RouterProvider router={router} />
    </UiProvider>,
  );
};

// The page contains the splash, which stays until the code of the first screen is loaded, so that nothing flashes.
// The router shows an error of the loading.
void router.load().then(render, render);

reloadForLostModules(window);
followVisibleViewport();
listenForInstallPrompt();
followOtherTabs();

/** Services that the first screen does not need start well after it, their code included. */
const DEFERRED_START_MS = 1_000;

const startDeferredServices = async (): Promise<void> => {
  await preloadWork();
  const { registerServiceWorker } = await loadCodeEventually(() => import('../features/account/pwa/update-prompt.ts'));
  registerServiceWorker();
};
setTimeout(() => void startDeferredServices(), DEFERRED_START_MS);
