/** The times of an access token, in seconds by the server's clock. */
interface TokenTimes {
  /** When it expires. */
  exp?: number;
  /** When it was issued. */
  iat?: number;
}

/** Reads the times of a JWT without checking its signature; `null` for what is no JWT. */
export const parseAccessToken = (token: unknown): TokenTimes | null => {
  if (typeof token !== 'string') return null;
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(atob(payload));
    if (typeof claims !== 'object' || claims === null) return null;
    const { exp, iat } = claims as { exp?: unknown; iat?: unknown };
    return { ...(typeof exp === 'number' && { exp }), ...(typeof iat === 'number' && { iat }) };
  } catch {
    return null;
  }
};
