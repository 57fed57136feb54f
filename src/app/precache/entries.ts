/** One file of this build, as the service worker's script lists it. */
export interface PrecacheEntry {
  /** Relative to the service worker. */
  url: string;
  /** Changes with the content; `null` where the name does. */
  revision: string | null;
  /** `sha256-` and the digest of the content in base64. */
  integrity: string;
}

const TYPES: Record<string, RegExp> = {
  js: /^(text|application)\/(x-)?javascript\b/i,
  css: /^text\/css\b/i,
  html: /^text\/html\b/i,
};

/**
 * Whether a file of that name may have that content type. Hosts, proxies and sign-in pages of networks respond with a
 * page to a request for something else; a browser runs no script and no stylesheet that comes as a page.
 */
export const isContentTypeOf = (path: string, contentType: string | null): boolean => {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const expected = TYPES[extension];
  return expected ? expected.test(contentType ?? '') : !TYPES['html']?.test(contentType ?? '');
};

/** Whether a complete response may stand for the file of that path. Its content is not read. */
export const isResponseFor = (path: string, response: Response): boolean =>
  response.status === 200 && isContentTypeOf(path, response.headers.get('content-type'));

/** Whether the content of a response, which is read here, is what the build made. */
export const hasIntegrity = async (response: Response, integrity: string): Promise<boolean> => {
  const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
  return integrity === `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
};
