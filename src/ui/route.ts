import { useParams, useSearch } from '@tanstack/react-router';

/*
 * A screen reads its route without knowing the table of routes, which knows the screen: with the
 * router's own types the two would define each other.
 */

const textOf = (values: unknown, name: string): string | undefined => {
  const value: unknown = (values as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
};

/** A parameter of the route's path: `id` in `/leads/$id`. */
export const useRouteParam = (name: string): string | undefined => textOf(useParams({ strict: false }), name);

/** A text behind the question mark: `date` in `/log?date=2026-11-21`. */
export const useSearchParam = (name: string): string | undefined => textOf(useSearch({ strict: false }), name);
