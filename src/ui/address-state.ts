import { useMatch, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { textParams } from './use-route-param.ts';

type Values<Name extends string> = Partial<Record<Name, string>>;

interface AddressState<Name extends string> {
  values: Values<Name>;
  /** The address as it was last seen. */
  seen: string;
  /** What has been written to the address and not been seen there yet, oldest first. */
  written: readonly string[];
}

/**
 * What a screen is set to (a day, a range, a filter), kept in search parameters of its address, so that it survives a
 * reload and Back, and can be shared. The address follows the state, and the state follows an address that something
 * else has changed. Screens check what they get: anything can be in an address. An `undefined` or empty value is left out.
 */
export const useAddressState = <Name extends string>(
  names: readonly Name[],
): [Values<Name>, (change: Partial<Record<Name, string | undefined>>) => void] => {
  const search: unknown = useSearch({ strict: false });
  const pathname = useMatch({ strict: false, select: (match) => match.pathname });
  const navigate = useNavigate();
  const inAddress = pickTexts(search, names);
  const address = JSON.stringify(inAddress);
  const [stored, setState] = useState<AddressState<Name>>({ values: inAddress, seen: address, written: [] });
  const state = stored.seen === address ? stored : follow(stored, inAddress, address);
  if (state !== stored) setState(state);
  const { values } = state;

  useEffect(() => {
    lastSearches.set(pathname, { ...lastSearches.get(pathname), ...without(names), ...values });
  }, [pathname, names, values]);

  const change = (part: Partial<Record<Name, string | undefined>>) => {
    const next = pickTexts({ ...values, ...part }, names);
    setState({ ...state, values: next, written: [...state.written, JSON.stringify(next)] });
    void navigate({
      to: '.',
      search: ((before: Record<string, unknown>) => ({ ...before, ...without(names), ...next })) as never,
      // Typing is no place to go back to.
      replace: true,
      resetScroll: false,
    });
  };
  return [values, change];
};

/** The state after the address has changed: one of the state's own changes that arrived late replaces no later one. */
const follow = <Name extends string>(
  { values, written }: AddressState<Name>,
  inAddress: Values<Name>,
  address: string,
): AddressState<Name> => {
  const own = written.indexOf(address);
  return own === -1
    ? { values: inAddress, seen: address, written: [] }
    : { values, seen: address, written: written.slice(own + 1) };
};

const without = (names: readonly string[]): Record<string, undefined> =>
  Object.fromEntries(names.map((name) => [name, undefined]));

const pickTexts = <Name extends string>(values: unknown, names: readonly Name[]): Values<Name> =>
  Object.fromEntries(Object.entries(textParams(values, names)).filter(([, value]) => value !== '')) as Values<Name>;

/** What each screen was set to last, by its path. */
const lastSearches = new Map<string, Record<string, string | undefined>>();

/** What the screen at `path` was set to last: a link back to it leads to what was on it. */
export const lastSearchOf = (path: string): Record<string, string | undefined> => lastSearches.get(path) ?? {};

/** For another person: nobody sees what somebody else searched for. */
export const forgetSearches = (): void => {
  lastSearches.clear();
};
