import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { listenForInstall } from '../features/pwa/install.ts';
import { registerServiceWorker } from '../features/pwa/update-prompt.ts';
import { onAuthChange } from '../remote/auth.ts';
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

/** What the first paint does not need waits until after it. */
const afterFirstPaint = (): void => {
  registerServiceWorker();
  // Without a network supabase-js may not load; signing in or syncing tries again.
  onAuthChange().catch(() => undefined);
};
requestAnimationFrame(() => setTimeout(afterFirstPaint));
