/** A `className` of those that are there: a component's own, and one that its user or a popover passes. */
export const joinClasses = (...names: readonly (string | undefined)[]): string => names.filter(Boolean).join(' ');
