import type { KeyboardEvent } from 'react';

/** Arrow keys move the focus between the field and the results; Enter in the field opens the first one. */
export const handleResultNavigation = (event: KeyboardEvent<HTMLElement>): void => {
  const focusables = [...event.currentTarget.querySelectorAll<HTMLElement>('input, li a')];
  const index = focusables.indexOf(event.target as HTMLElement);
  if (index === -1) return;
  if (event.key === 'Enter' && index === 0) focusables[1]?.click();
  else if (event.key === 'ArrowDown') focusables[index + 1]?.focus();
  else if (event.key === 'ArrowUp') focusables[index - 1]?.focus();
  else return;
  event.preventDefault();
};
