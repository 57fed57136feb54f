import { randomUUID } from 'node:crypto';
import { verify } from 'hono/jwt';
import type { Backend, BackendKeys } from './backend.ts';
import { readProjectConfig } from './config.ts';
import { denoProcess } from './deno-process.ts';
import { type LocalMailbox, localMailbox, MAIL_PROVIDER_PATH } from './mailbox.ts';
import { localPaymentProvider, PAYMENT_PATH, REFUND_PATH } from './payment-provider.ts';
import type { VendorData } from './vendors/data.ts';
import { type LocalVendors, localVendors, type VendorKeys, VENDORS_PATH } from './vendors/index.ts';

export interface FunctionsOptions {
  /** Where the backend is served, as a browser calls it: the functions send their requests there. */
  url: string;
  keys: FunctionKeys;
  /** Where the simulated payment provider keeps its charges; `null`: in memory. */
  paymentLedger: string | null;
  /** Where the simulated mail provider keeps its mails; `null`: in memory. */
  mailboxFile?: string | null;
  /** Mails a second that it takes; `null`: any number. */
  mailLimit?: number | null;
  /** Without it mail is not set up. */
  hasMail?: boolean;
  /** What the simulated learning platform and CRM have. */
  vendorData: VendorData;
  /** Without them, new ones: nobody else needs to know them. */
  vendorKeys?: VendorKeys;
  /** Requests a second that each of them takes; `null`: any number. */
  vendorLimits?: Parameters<typeof localVendors>[0]['requestsPerSecond'];
  /** Called with one line for each internal error. */
  onFault: (line: string) => void;
}

/** None of them but the publishable one ever leaves the server. */
export interface FunctionKeys extends BackendKeys {
  /** What the payment provider signs its webhooks with. */
  paymentSecret: string;
  /** What wakes the worker of chains. */
  workerKey: string;
}

export interface BackendWithFunctions extends Backend {
  /** The id of the process that the functions run in, while it does. */
  functionsPid: () => number | null;
  /** Does all timed work that is due, and wakes the worker where there is some for it. */
  tick: () => Promise<void>;
  vendors: LocalVendors;
  mailbox: LocalMailbox;
}

/** Ten times what Northpass documents; Impartner documents none. */
const VENDOR_LIMITS = { northpass: 100, impartner: 100 };
const MAIL_LIMIT = 2;
const FUNCTION_PATH = /^\/functions\/v1\/([a-z-]+)$/;
/** Headers of the connection, not of what is sent over it. */
const OF_THE_CONNECTION = ['connection', 'content-length', 'host', 'transfer-encoding'];

/**
 * The backend with its edge functions at `/functions/v1/NAME`, run by Deno from the files that a Supabase project
 * gets, with a payment provider that takes no money and signs for real, a mail provider that shows its mails at `/mailbox`, and
 * a learning platform and a CRM of its own. As on a hosted project, `verify_jwt` of `supabase/config.toml` says which of them
 * are only reached with a valid token.
 */
export const withFunctions = (
  backend: Backend,
  {
    url,
    keys,
    paymentLedger,
    mailboxFile = null,
    mailLimit = MAIL_LIMIT,
    hasMail = true,
    vendorData,
    vendorLimits = VENDOR_LIMITS,
    vendorKeys = { northpass: randomUUID(), impartner: randomUUID(), tenant: 'local' },
    onFault,
  }: FunctionsOptions,
): BackendWithFunctions => {
  // Deno may only connect to listed hosts, by address or name; both reach one server.
  const inside = url.replace('//localhost:', '//127.0.0.1:');
  const vendors = localVendors({ data: vendorData, keys: vendorKeys, requestsPerSecond: vendorLimits, now: Date.now });
  const mailKey = randomUUID();
  const mailbox = localMailbox({ file: mailboxFile, key: mailKey, requestsPerSecond: mailLimit, now: Date.now });
  const deno = denoProcess({
    env: {
      SUPABASE_URL: inside,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
      SUPABASE_ANON_KEY: '',
      SUPABASE_SERVICE_ROLE_KEY: '',
      PAYMENT_CHECKOUT_URL: `${url}${PAYMENT_PATH}`,
      PAYMENT_REFUND_URL: `${inside}${REFUND_PATH}`,
      PAYMENT_WEBHOOK_SECRET: keys.paymentSecret,
      CHAIN_WORKER_KEY: keys.workerKey,
      NORTHPASS_URL: `${inside}${VENDORS_PATH}/northpass/v2`,
      NORTHPASS_API_KEY: vendorKeys.northpass,
      IMPARTNER_URL: `${inside}${VENDORS_PATH}/impartner/api/objects/v1`,
      IMPARTNER_API_KEY: vendorKeys.impartner,
      IMPARTNER_TENANT_ID: vendorKeys.tenant,
      APP_URL: url,
      RESEND_URL: `${inside}${MAIL_PROVIDER_PATH}`,
      RESEND_API_KEY: hasMail ? mailKey : '',
      MAIL_FROM: 'Cadence <cadence@example.com>',
    },
    mayConnectTo: new URL(inside).host,
    onLine: (line) => {
      onFault(`functions: ${line}`);
    },
  });

  const call = async (name: string, request: Request): Promise<Response> => {
    const headers = new Headers(request.headers);
    for (const header of OF_THE_CONNECTION) headers.delete(header);
    // It is compressed on the way out, if at all.
    headers.set('accept-encoding', 'identity');
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    const body = hasBody ? await request.arrayBuffer() : null;
    try {
      const origin = await deno.origin();
      const response = await fetch(`${origin}/${name}`, { method: request.method, headers, body });
      return new Response(response.status === 204 ? null : await response.arrayBuffer(), {
        status: response.status,
        headers: response.headers,
      });
    } catch (error) {
      onFault(`functions: ${name} did not answer: ${error instanceof Error ? error.message : 'unknown'}`);
      return problem(503, 'unavailable', 'The server cannot do this just now. Try again.');
    }
  };

  const { functions } = readProjectConfig();
  const verified = async (name: string, verifyJwt: boolean, request: Request): Promise<Response> =>
    verifyJwt && request.method !== 'OPTIONS' && !(await hasValidToken(request, keys.jwtSecret))
      ? problem(401, 'unauthorized', 'Sign in first.', { 'access-control-allow-origin': '*' })
      : call(name, request);

  const payments = localPaymentProvider({
    secret: keys.paymentSecret,
    home: url,
    ledgerFile: paymentLedger,
    notify: (request) => call('complete-enrollment', request),
  });

  return {
    ...backend,
    fetch: (request) => {
      const path = new URL(request.url).pathname;
      const name = FUNCTION_PATH.exec(path)?.[1];
      const settings = name === undefined ? undefined : functions[name];
      if (name && settings) return verified(name, settings.verify_jwt, request);
      if (path === PAYMENT_PATH) return payments.checkout(request);
      if (path === REFUND_PATH && request.method === 'POST') return payments.refund(request);
      return vendors.handle(request) ?? mailbox.handle(request) ?? backend.fetch(request);
    },
    functionsPid: deno.pid,
    vendors,
    mailbox,
    tick: async () => {
      const [ticked] = await backend.sql<{ has_work: boolean }>('select private.tick() as has_work');
      if (ticked?.has_work !== true) return;
      const wake = new Request(`${url}/functions/v1/work-chains`, {
        method: 'POST',
        headers: { authorization: `Bearer ${keys.workerKey}` },
      });
      await call('work-chains', wake);
    },
    close: async () => {
      payments.close();
      await deno.close();
      await backend.close();
    },
  };
};

const hasValidToken = (request: Request, secret: string): Promise<boolean> => {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  return verify(token, secret, 'HS256').then(
    () => true,
    () => false,
  );
};

const problem = (status: number, code: string, message: string, headers = {}) =>
  Response.json({ code, message }, { status, headers });
