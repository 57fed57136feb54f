import { useState } from 'react';

/**
 * An id for the request that an action sends, the same as long as `input` stays the same: pressed again after a lost
 * response, the action sends the same request, which does nothing twice.
 */
export const useRequestId = (input: unknown = null): string => {
  const key = JSON.stringify(input);
  const [current, setCurrent] = useState(() => ({ key, id: crypto.randomUUID() }));
  if (current.key === key) return current.id;
  const next = { key, id: crypto.randomUUID() };
  setCurrent(next);
  return next.id;
};
