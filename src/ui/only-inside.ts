import type { SyntheticEvent } from 'react';

/**
 * The listeners of something draggable, deaf to what it has drawn elsewhere: what happens in a menu that a row has
 * opened does not drag the row.
 */
export const onlyInside = (
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
