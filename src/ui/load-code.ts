/*
 * Code that is fetched when it is first needed. Many browsers never request a module again that they could not fetch, as
 * the HTML standard has it (whatwg/html 6768); Vite's helper never asks again for a stylesheet, and would show the part
 * without its styles.
 */

/** Stylesheets that could not be fetched. */
const missingStyles = new Set<string>();
const styleRequests = new Map<string, Promise<void>>();

document.addEventListener(
  'error',
  ({ target }) => {
    if (!(target instanceof HTMLLinkElement) || target.rel !== 'stylesheet') return;
    missingStyles.add(target.href);
    target.remove();
  },
  // Such an event does not bubble.
  true,
);

const addStylesheet = (href: string): Promise<void> => {
  const request =
    styleRequests.get(href) ??
    new Promise<void>((resolve, reject) => {
      const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, crossOrigin: '' });
      link.addEventListener('load', () => {
        missingStyles.delete(href);
        resolve();
      });
      link.addEventListener('error', () => {
        reject(new Error(`Unable to preload CSS for ${href}`));
      });
      document.head.append(link);
    }).finally(() => styleRequests.delete(href));
  styleRequests.set(href, request);
  return request;
};

/** Runs `load`, a dynamic import, such that it can be repeated after a failure. */
export const loadCode = async <Module>(load: () => Promise<Module>): Promise<Module> => {
  await Promise.all([...missingStyles].map(addStylesheet));
  return load();
};

/** True where code could not be fetched; false where it was and then failed. */
export const isMissingCode = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|Importing a module script failed|Unable to preload CSS/.test(error.message);

/** Knows whether there may be a connection again since it was made. */
interface ConnectionWatch {
  /** Calls `act` once: at once where there may be a connection again already, else when there may be. */
  whenBack: (act: () => void) => void;
  stop: () => void;
}

/**
 * Watches, from before an attempt that may fail, whether there may be a connection again: when the browser says so, and
 * when the person returns to the page, since some browsers never say so. An attempt that was begun offline can fail
 * after that moment, which does not come again.
 */
export const watchConnection = (): ConnectionWatch => {
  const ended = new AbortController();
  let isBack = false;
  let waiting: () => void = () => undefined;
  const onBack = () => {
    isBack = true;
    ended.abort();
    waiting();
  };
  const onVisibility = () => {
    if (document.visibilityState === 'visible') onBack();
  };
  window.addEventListener('online', onBack, { signal: ended.signal });
  document.addEventListener('visibilitychange', onVisibility, { signal: ended.signal });
  return {
    whenBack: (act) => {
      if (isBack) act();
      else waiting = act;
    },
    stop: () => {
      ended.abort();
    },
  };
};

/** When the page was last reloaded for it, in milliseconds since 1970-01-01. */
const RELOADED_AT_KEY = 'cadence.reloaded-for-code';
/** Where a reload does not help, the notices about missing code stay. */
const RELOAD_PAUSE_MS = 60_000;

/**
 * Reloads `page` where an import fails again although its file can be fetched by now, whoever has asked for it: this
 * browser does not request it any more. What is typed is kept over a reload. Returns a function that ends it.
 */
export const reloadForLostModules = (page: Window): (() => void) => {
  const failed = new Set<string>();
  const onFailure = async (error: Error): Promise<void> => {
    const url = /https?:\/\/\S+\.js/.exec(error.message)?.[0];
    if (url === undefined) return;
    const isRepeated = failed.has(url);
    failed.add(url);
    if (!isRepeated || Date.now() - readReloadedAt(page) < RELOAD_PAUSE_MS) return;
    const response = await page.fetch(url).catch(() => null);
    if (!response?.ok || !response.headers.get('content-type')?.includes('javascript')) return;
    if (rememberReload(page)) page.location.reload();
  };
  const listener = ({ payload }: VitePreloadErrorEvent) => void onFailure(payload);
  page.addEventListener('vite:preloadError', listener);
  return () => {
    page.removeEventListener('vite:preloadError', listener);
  };
};

/** Where the browser keeps nothing, it could be reloaded for ever: then not at all. */
const readReloadedAt = (page: Window): number => {
  try {
    return Number(page.sessionStorage.getItem(RELOADED_AT_KEY));
  } catch {
    return Infinity;
  }
};

const rememberReload = (page: Window): boolean => {
  try {
    page.sessionStorage.setItem(RELOADED_AT_KEY, String(Date.now()));
    return true;
  } catch {
    return false;
  }
};

/** As loadCode, for what nobody waits for on screen: where code is missing, resolves once it could be fetched. */
export const loadCodeEventually = async <Module>(load: () => Promise<Module>): Promise<Module> => {
  for (;;) {
    const connection = watchConnection();
    try {
      return await loadCode(load);
    } catch (error) {
      if (!isMissingCode(error)) throw error;
      await new Promise<void>((resolve) => {
        connection.whenBack(resolve);
      });
    } finally {
      connection.stop();
    }
  }
};
