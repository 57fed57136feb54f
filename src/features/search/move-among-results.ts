import type { KeyboardEvent } from 'react';

/** Arrow keys go from the field through the results and back; Enter in the field opens the first one. */
export const moveAmongResults = (event: KeyboardEvent<HTMLElement>): void => {
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, li a')];
  const place = stops.indexOf(event.target as HTMLElement);
  if (place === -1) return;
  if (event.key === 'Enter' && place === 0) stops[1]?.click();
  else if (event.key === 'ArrowDown') stops[place + 1]?.focus();
  else if (event.key === 'ArrowUp') stops[place - 1]?.focus();
  else return;
  event.preventDefault();
};
