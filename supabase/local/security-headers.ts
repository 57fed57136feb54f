import type { MiddlewareHandler } from 'hono';
import { SECURITY_HEADERS } from '../../src/app/build/hosting/rules.ts';

/** Adds headers to every response that does not have them. */
export const sendHeaders =
  (headers: () => Readonly<Record<string, string>>): MiddlewareHandler =>
  async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headers())) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  };

/** Sent with everything. */
export const securityHeaders = sendHeaders(() => SECURITY_HEADERS);
