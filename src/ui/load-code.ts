/*
 * Code that is fetched when it is first needed. A browser requests a module again that it could not fetch; Vite's
 * helper never asks again for a stylesheet, and would show the part without its styles.
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

/**
 * Calls `act` once, when there may be a connection again: when the browser says so, and when the person returns to the
 * page, since some browsers never say so. Returns a function that cancels it.
 */
export const onceOnline = (act: () => void): (() => void) => {
  const ended = new AbortController();
  const end = () => {
    ended.abort();
  };
  const actOnce = () => {
    end();
    act();
  };
  const onVisibility = () => {
    if (document.visibilityState === 'visible') actOnce();
  };
  window.addEventListener('online', actOnce, { signal: ended.signal });
  document.addEventListener('visibilitychange', onVisibility, { signal: ended.signal });
  return end;
};

/** As loadCode, for what nobody waits for on screen: where code is missing, resolves once it could be fetched. */
export const loadCodeEventually = <Module>(load: () => Promise<Module>): Promise<Module> =>
  loadCode(load).catch((error: unknown) => {
    if (!isMissingCode(error)) throw error;
    return new Promise<void>((resolve) => {
      onceOnline(resolve);
    }).then(() => loadCodeEventually(load));
  });
