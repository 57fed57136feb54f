/**
 * Calls `onReturn` when the person may have been elsewhere: in another window or tab, or while the browser had suspended
 * this page, which then received no messages. Returns a function that stops it.
 */
export const watchReturns = (onReturn: () => void): (() => void) => {
  // Tests without a page have none.
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => undefined;
  const stopped = new AbortController();
  const { signal } = stopped;
  const onVisibility = () => {
    if (document.visibilityState === 'visible') onReturn();
  };
  window.addEventListener('focus', onReturn, { signal });
  window.addEventListener('pageshow', onReturn, { signal });
  document.addEventListener('visibilitychange', onVisibility, { signal });
  document.addEventListener('resume', onReturn, { signal });
  return () => {
    stopped.abort();
  };
};
