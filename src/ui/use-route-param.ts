import { useParams, useSearch } from '@tanstack/react-router';

/*
 * Untyped access to the route of a screen: the types of the router depend on the screens, so that typed access would
 * be circular.
 */

const stringParam = (values: unknown, name: string): string | undefined => {
  const value: unknown = (values as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
};

/** A path parameter: `id` in `/leads/$id`. */
export const useRouteParam = (name: string): string | undefined => stringParam(useParams({ strict: false }), name);

/** A search parameter: `date` in `/log?date=2026-11-21`. */
export const useSearchParam = (name: string): string | undefined => stringParam(useSearch({ strict: false }), name);
