import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';

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

/**
 * What a screen is set to (a range, a week), kept in search parameters of its address, so that it survives a reload and can
 * be shared. It starts from the address, and the address follows it; an `undefined` value is left out.
 */
export const useAddressState = <Name extends string>(
  names: readonly Name[],
): [Partial<Record<Name, string>>, (change: Partial<Record<Name, string | undefined>>) => void] => {
  const search: unknown = useSearch({ strict: false });
  const navigate = useNavigate();
  const [state, setState] = useState(() => pickStrings(search, names));
  const change = (part: Partial<Record<Name, string | undefined>>) => {
    const next = pickStrings({ ...state, ...part }, names);
    setState(next);
    void navigate({
      to: '.',
      search: ((before: Record<string, unknown>) => ({
        ...before,
        ...Object.fromEntries(names.map((name) => [name, undefined])),
        ...next,
      })) as never,
      replace: true,
      resetScroll: false,
    });
  };
  return [state, change];
};

const pickStrings = <Name extends string>(values: unknown, names: readonly Name[]): Partial<Record<Name, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = stringParam(values, name);
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  ) as Partial<Record<Name, string>>;
