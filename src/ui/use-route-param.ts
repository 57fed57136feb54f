import { useParams, useSearch } from '@tanstack/react-router';

/*
 * Untyped access to the route of a screen: the types of the router depend on the screens, so that typed access would
 * be circular.
 */

/** A parameter as text. The router reads `?page=2` as a number. */
const textParam = (values: unknown, name: string): string | undefined => {
  const value: unknown = (values as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
};

/** Those of the named parameters that there are, as texts. */
export const textParams = <Name extends string>(
  values: unknown,
  names: readonly Name[],
): Partial<Record<Name, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = textParam(values, name);
      return text === undefined ? [] : [[name, text]];
    }),
  ) as Partial<Record<Name, string>>;

/** A path parameter: `id` in `/leads/$id`. */
export const useRouteParam = (name: string): string | undefined => textParam(useParams({ strict: false }), name);

/** A search parameter: `date` in `/log?date=2026-11-21`. */
export const useSearchParam = (name: string): string | undefined => textParam(useSearch({ strict: false }), name);
