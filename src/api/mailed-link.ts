/** What the token of a mailed link does. The names are those of the auth server. */
const LINK_PAGES = {
  '/confirm': ['signup', 'invite', 'magiclink', 'email_change', 'email'],
  '/reset-password': ['recovery'],
} as const;

type LinkPage = keyof typeof LINK_PAGES;
export type MailedLinkType = (typeof LINK_PAGES)[LinkPage][number];

/** The token of a mailed link. It is used only when the person presses the button of the link's page. */
export interface MailedLink {
  tokenHash: string;
  type: MailedLinkType;
  /** The path in this app where the person wanted to go, if the link says so. */
  next?: string;
}

declare module '@tanstack/history' {
  interface HistoryState {
    /** Kept in the entry's state: it survives a reload there, and is in no address. */
    mailedLink?: MailedLink;
  }
}

/** Everything that an auth server puts in an address. */
const AUTH_PARAMETERS: ReadonlySet<string> = new Set([
  'access_token',
  'refresh_token',
  'provider_token',
  'provider_refresh_token',
  'expires_at',
  'expires_in',
  'token',
  'token_hash',
  'token_type',
  'type',
  'code',
  'state',
  'error',
  'error_code',
  'error_description',
  'sb',
  'next',
]);

/** Those of them that nothing else in an address is called. */
const AUTH_ONLY_PARAMETERS: readonly string[] = [
  'access_token',
  'refresh_token',
  'provider_token',
  'provider_refresh_token',
  'token',
  'token_hash',
  'code',
  'error_code',
];

/** An address in parts, as the router has it: `search` begins with `?` or is empty, `hash` has no `#`. */
interface Address {
  pathname: string;
  search: string;
  hash: string;
}

/** What an address is without what an auth server puts there, and the link that it was, on a page of such links. */
interface CleanedAddress {
  search: string;
  hash: string;
  link: MailedLink | null;
}

/**
 * Removes the parameters of an auth server from an address; `null` where there are none. A token is returned only on
 * the page that links of its type lead to: on any other, it came from somebody who wants it used there.
 *
 * @param origin of this app.
 */
export const cleanAddress = ({ pathname, search, hash }: Address, origin: string): CleanedAddress | null => {
  const isInHash = hasAuthOnlyParameter(hash);
  const isInSearch = hasAuthOnlyParameter(search) || returnsToAuthOnlyParameter(search);
  if (!isInHash && !isInSearch) return null;
  return {
    search: isInSearch ? withoutAuthParameters(search) : search,
    hash: isInHash ? '' : hash,
    link: readLink(pathname, isInHash ? hash : search, origin),
  };
};

/** A path of this app without what an auth server may have put in it. */
export const cleanPath = (path: string): string => {
  const [beforeHash = '', ...hashes] = path.split('#');
  const [pathname = '', ...searches] = beforeHash.split('?');
  const search = searches.length > 0 ? `?${searches.join('?')}` : '';
  const hash = hashes.join('#');
  const cleaned = cleanAddress({ pathname, search, hash }, '') ?? { search, hash };
  return `${pathname}${cleaned.search}${cleaned.hash && `#${cleaned.hash}`}`;
};

const hasAuthOnlyParameter = (text: string): boolean => {
  const parameters = new URLSearchParams(text);
  return AUTH_ONLY_PARAMETERS.some((name) => parameters.has(name));
};

/** `from` is the path to go to after the sign-in. */
const returnsToAuthOnlyParameter = (search: string): boolean => {
  const from = new URLSearchParams(search).get('from');
  return from !== null && cleanPath(from) !== from;
};

const withoutAuthParameters = (search: string): string => {
  const kept = [...new URLSearchParams(search)]
    .filter(([name]) => !AUTH_PARAMETERS.has(name))
    .map(([name, value]) => [name, name === 'from' ? cleanPath(value) : value] as [string, string]);
  return kept.length > 0 ? `?${String(new URLSearchParams(kept))}` : '';
};

const readLink = (pathname: string, text: string, origin: string): MailedLink | null => {
  const parameters = new URLSearchParams(text);
  const tokenHash = parameters.get('token_hash');
  const type = typesOf(pathname).find((known) => known === parameters.get('type'));
  if (tokenHash === null || !/^[\w-]{1,200}$/.test(tokenHash) || type === undefined) return null;
  const next = pathWithin(origin, /[?&#]?next=(.*)$/s.exec(text)?.[1]);
  return { tokenHash, type, ...(next !== undefined && { next }) };
};

const typesOf = (pathname: string): readonly MailedLinkType[] => {
  const page = pathname.replace(/\/+$/, '');
  return Object.hasOwn(LINK_PAGES, page) ? LINK_PAGES[page as LinkPage] : [];
};

/** The path of an address of this app. It is the last parameter, and may be percent-encoded. */
const pathWithin = (origin: string, address = ''): string | undefined => {
  try {
    const url = new URL(/^https?%3a/i.test(address) ? decodeURIComponent(address) : address, origin);
    if (url.origin !== origin || url.pathname === '/') return undefined;
    return cleanPath(`${url.pathname}${url.search}${url.hash}`);
  } catch {
    return undefined;
  }
};
