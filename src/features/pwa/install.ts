import { create } from 'zustand';

/** Chromium's event, which TypeScript's library does not know. */
interface InstallPromptEvent extends Event {
  prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

const DISMISSED_KEY = 'cadence.install-hint';

interface InstallState {
  /** How this browser installs apps: by its own prompt, by hand from the share sheet, or not now. */
  way: 'prompt' | 'share-sheet' | null;
  dismissed: boolean;
}

const isInstalled = (): boolean =>
  matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true;

const isIosSafari = (): boolean => /iPhone|iPad/.test(navigator.userAgent) && !/CriOS|FxiOS/.test(navigator.userAgent);

export const useInstall = create<InstallState>()(() => ({
  way: isIosSafari() && !isInstalled() ? 'share-sheet' : null,
  dismissed: localStorage.getItem(DISMISSED_KEY) !== null,
}));

let offered: InstallPromptEvent | null = null;

/** The browser says once, early, that it can install: listen from the start. */
export const listenForInstall = (): void => {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offered = event as InstallPromptEvent;
    useInstall.setState({ way: 'prompt' });
  });
  window.addEventListener('appinstalled', () => {
    offered = null;
    useInstall.setState({ way: null });
  });
};

/** Opens the browser's own prompt. Its answer is the person's last word for this start. */
export const install = async (): Promise<void> => {
  const event = offered;
  offered = null;
  useInstall.setState({ way: null });
  await event?.prompt();
};

export const dismissInstallHint = (): void => {
  localStorage.setItem(DISMISSED_KEY, 'dismissed');
  useInstall.setState({ dismissed: true });
};
