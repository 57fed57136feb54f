/** The token of a request's `Authorization: Bearer …`; `null` where there is none. */
export const bearerToken = ({ headers }: Request): string | null =>
  /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
