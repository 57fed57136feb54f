import { Workbox } from 'workbox-window';
import { hideToast, showToast } from '../../../ui/toast.tsx';
import { NEW_VERSION_TOAST } from './new-version.ts';

/** For an app that stays open for days. */
const UPDATE_CHECK_INTERVAL_MS = 60 * 60_000;

/** The part of workbox-window that the prompt uses; tests pass a fake. */
type UpdatableWorkbox = Pick<Workbox, 'addEventListener' | 'register' | 'messageSkipWaiting' | 'update'>;

/**
 * Offers a new version and never activates it by itself. Only the tab in which the person accepts reloads; other
 * tabs get a toast and keep what is typed in them.
 */
export const offerUpdates = (worker: UpdatableWorkbox, reload: () => void): void => {
  let accepted = false;

  worker.addEventListener('waiting', () => {
    showToast('A new version is ready.', {
      id: NEW_VERSION_TOAST,
      persistent: true,
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
        id: NEW_VERSION_TOAST,
        persistent: true,
        actions: [
          { label: 'Reload', onAction: reload },
          { label: 'Later', onAction: () => hideToast(NEW_VERSION_TOAST) },
        ],
      });
    }
  });
};

/** Registers the service worker, which makes the app work offline. Development has none. */
export const registerServiceWorker = (): void => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = async (): Promise<Workbox> => {
    const worker = new Workbox('/service-worker.js');
    offerUpdates(worker, () => {
      location.reload();
    });
    await worker.register();
    return worker;
  };
  let registered = register();
  const check = async () => {
    // There is none where the network went before the app was on the device.
    if (await navigator.serviceWorker.getRegistration()) await (await registered).update();
    else await (registered = register());
  };
  // Without it the app works as long as there is a network.
  registered.catch(() => undefined);
  const checkQuietly = () => void check().catch(() => undefined);
  window.addEventListener('online', checkQuietly);
  setInterval(checkQuietly, UPDATE_CHECK_INTERVAL_MS);
};
