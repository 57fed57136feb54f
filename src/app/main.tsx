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
  const [{ registerServiceWorker }, { onAuthChange }] = await Promise.all([
    import('../features/pwa/update-prompt.ts'),
    import('../remote/auth.ts'),
  ]);
  registerServiceWorker();
  await onAuthChange();
};
// Where code cannot be fetched for want of a network, signing in or syncing fetches it later.
requestAnimationFrame(() => setTimeout(() => void afterFirstPaint().catch(() => undefined)));
