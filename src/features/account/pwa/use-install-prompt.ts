import { create } from 'zustand';

/** Chromium's event, which TypeScript's DOM library lacks. */
interface InstallPromptEvent extends Event {
  prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

const DISMISSED_KEY = 'cadence.install-hint';

interface InstallState {
  /** How the app can be installed: by the browser's prompt, by hand from the share sheet; `null`: not now. */
  method: 'prompt' | 'share-sheet' | null;
  dismissed: boolean;
}

const isInstalled = (): boolean =>
  matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true;

const isIosSafari = (): boolean => /iPhone|iPad/.test(navigator.userAgent) && !/CriOS|FxiOS/.test(navigator.userAgent);

export const useInstallPrompt = create<InstallState>()(() => ({
  method: isIosSafari() && !isInstalled() ? 'share-sheet' : null,
  dismissed: localStorage.getItem(DISMISSED_KEY) !== null,
}));

let deferredPrompt: InstallPromptEvent | null = null;

/** Call it at the start: the browser fires the event once, early. */
export const listenForInstallPrompt = (): void => {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    deferredPrompt = event as InstallPromptEvent;
    useInstallPrompt.setState({ method: 'prompt' });
  });
  window.addEventListener('appinstalled', () => {
    deferredPrompt = null;
    useInstallPrompt.setState({ method: null });
  });
};

/** Opens the browser's prompt. An event allows it once, so that the app does not offer it again until its next start. */
export const install = async (): Promise<void> => {
  const event = deferredPrompt;
  deferredPrompt = null;
  useInstallPrompt.setState({ method: null });
  await event?.prompt();
};

export const dismissInstallHint = (): void => {
  localStorage.setItem(DISMISSED_KEY, 'dismissed');
  useInstallPrompt.setState({ dismissed: true });
};
