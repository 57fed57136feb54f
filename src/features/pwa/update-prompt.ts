import { Workbox } from 'workbox-window';
import { hideToast, showToast } from '../../ui/toast.tsx';
import { NEW_VERSION_TOAST as TOAST } from './new-version.ts';

/** An app that stays open for days still hears of new versions. */
const CHECK_MS = 60 * 60_000;

/** What the prompt needs of workbox-window; replaced in tests. */
type Worker = Pick<Workbox, 'addEventListener' | 'register' | 'messageSkipWaiting' | 'update'>;

/**
 * Offers a new version when there is one, and does nothing by itself: the page is reloaded only in the
 * tab where the person said so. Other tabs are told, and keep what is typed in them.
 */
export const offerUpdates = (worker: Worker, reload: () => void): void => {
  let accepted = false;

  worker.addEventListener('waiting', () => {
    showToast('A new version is ready.', {
      id: TOAST,
      stays: true,
      actions: [
        {
          label: 'Reload',
          onAction: () => {
            accepted = true;
            worker.messageSkipWaiting();
          },
        },
        { label: 'Later', onAction: () => undefined },
      ],
    });
  });

  worker.addEventListener('controlling', ({ isUpdate }) => {
    if (accepted) reload();
    else if (isUpdate === true) {
      showToast('Cadence was updated in another tab.', {
        id: TOAST,
        stays: true,
        actions: [
          { label: 'Reload', onAction: reload },
          { label: 'Later', onAction: () => hideToast(TOAST) },
        ],
      });
    }
  });
};

/** Starts the service worker, which keeps the app on the device. Development has none. */
export const registerServiceWorker = (): void => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const worker = new Workbox('/service-worker.js');
  offerUpdates(worker, () => {
    location.reload();
  });
  // Without it the app works as long as there is a network; the next start tries again.
  void worker.register().catch(() => undefined);
  setInterval(() => void worker.update().catch(() => undefined), CHECK_MS);
};
