import type { SyntheticEvent } from 'react';

/**
 * Drag listeners that ignore events from portals: React bubbles the events of a menu to the row that has opened it,
 * and they must not drag the row.
 */
export const ignorePortalEvents = (
  listeners: Record<string, unknown> | undefined,
): Record<string, (event: SyntheticEvent) => void> =>
  Object.fromEntries(
    Object.entries(listeners ?? {}).map(([name, listener]) => [
      name,
      (event: SyntheticEvent) => {
        if (event.target instanceof Node && event.currentTarget.contains(event.target)) {
          (listener as (event: SyntheticEvent) => void)(event);
        }
      },
    ]),
  );
