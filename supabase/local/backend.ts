import { restoreWarnings } from './restore-warnings.ts';
import { App, type EmailMessage } from '@supabase/lite';
import { applyPendingMigrations } from '@supabase/lite/cli';
import { createPgliteConnection } from '@supabase/lite/pglite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { readProjectConfig } from './config.ts';
import { confirmationResender } from './confirmation-mail.ts';
import { type Mail, readMail, rememberingRedirect } from './mail.ts';
import { serialQueue } from './serial-queue.ts';
import { withoutConsoleErrors } from './silence-console.ts';

restoreWarnings();

export interface BackendOptions {
  /** `memory://`, a directory (PGlite, both) or `postgres://…` (a server of its own). */
  database: string;
  /** A dump of a PGlite data directory to begin with; only for `memory://`. */
  snapshot?: Blob;
  /** Where the app is served: links in mails lead there. */
  siteUrl: string;
  keys: BackendKeys;
  /** Whether new accounts have to confirm their e-mail address; without it, as in `supabase/config.toml`. */
  confirmEmails?: boolean;
  onMail: (mail: Mail) => void;
  /** Called with one line for every response of 500 and above. */
  onFault?: (line: string) => void;
}

export interface BackendKeys {
  publishable: string;
  /** Bypasses RLS: never leaves the server. */
  secret: string;
  jwtSecret: string;
}

export interface Backend {
  /** Serves `/auth/v1` and `/rest/v1` as a Supabase project does, and responds to everything else with 404. */
  fetch: (request: Request) => Promise<Response>;
  /** Runs one statement as the database's owner. */
  sql: <T = Record<string, unknown>>(query: string, ...parameters: unknown[]) => Promise<T[]>;
  /** A dump of the data directory that `snapshot` takes; `null` where the database is not PGlite. */
  dump: () => Promise<Blob | null>;
  /** Waits for running requests, then closes the database. */
  close: () => Promise<void>;
}

/** The embedded Supabase backend with all of `supabase/migrations` applied. */
export const openBackend = (options: BackendOptions): Promise<Backend> => withoutConsoleErrors(() => open(options));

const open = async (options: BackendOptions): Promise<Backend> => {
  const { database, snapshot, siteUrl, keys, onMail, onFault } = options;
  const connection = await (database.startsWith('postgres://')
    ? connectToServer(database)
    : openPglite(database, snapshot));
  const { raw } = connection;
  // On its first request the library grants everything on every table to every role. Here as in
  // production, what a role may do is what the migrations grant.
  Object.assign(raw, { ensureRlsContext: () => Promise.resolve(true) });
  const { auth } = readProjectConfig();
  const email = { ...auth.email, enable_confirmations: options.confirmEmails ?? auth.email.enable_confirmations };
  const app = new App({
    connection: raw,
    auth: {
      enabled: true,
      jwt_secret: keys.jwtSecret,
      publishable_key: keys.publishable,
      secret_key: keys.secret,
      site_url: siteUrl,
      additional_redirect_urls: [`${siteUrl}/**`],
      ...auth,
      email,
    },
    options: {
      server: { admin: false },
      drivers: {
        email: {
          send: (mail: EmailMessage) => {
            onMail(readMail(mail));
            return Promise.resolve();
          },
        },
      },
    },
  });
  try {
    await raw.exec(ROLES);
    await app.ensureSystemSchema();
    await raw.exec(AUTH_GRANTS);
    await applyPendingMigrations(app);
  } catch (error) {
    await raw.close().catch(() => undefined);
    throw error;
  }

  const resend = confirmationResender({
    query: connection.query,
    siteUrl,
    template: auth.email.template['confirmation'],
    onMail,
  });
  const respond = async (request: Request): Promise<Response> => (await resend(request)) ?? (await app.fetch(request));

  return {
    fetch: async (request) => {
      if (!API.test(new URL(request.url).pathname)) return problem(404, 'not_found', 'There is nothing here.');
      const response = await connection
        .inTurn(() => withoutConsoleErrors(() => rememberingRedirect(request, siteUrl, () => respond(request))))
        .catch((error: unknown) => problem(500, 'internal', error instanceof Error ? error.message : 'unknown'));
      if (response.status >= 500)
        onFault?.(`${request.method} ${new URL(request.url).pathname} ${await faultOf(response)}`);
      return response;
    },
    sql: <T>(query: string, ...parameters: unknown[]) =>
      connection.inTurn(() => connection.query(query, parameters)) as Promise<T[]>,
    dump: () => connection.inTurn(connection.dump),
    close: () => connection.inTurn(() => raw.close()),
  };
};

/** The APIs of a Supabase project that this one has. The library responds with a page of its own to other paths of them. */
const API =
  /^\/(rest\/v1(\/.*)?|auth\/v1\/(signup|token|logout|user|recover|resend|verify|otp|magiclink|reauthenticate|settings|health|authorize|callback|\.well-known\/[\w.-]+))$/;

const problem = (status: number, code: string, message: string) => Response.json({ code, message }, { status });

const faultOf = async (response: Response): Promise<string> => {
  const text = await response.clone().text();
  return `${response.status}: ${text.replace(/\s+/g, ' ').slice(0, 200)}`;
};

/** As PostgREST writes instants: `2026-01-31T09:30:00.5+00:00`. */
const isoInstant = (text: string): string => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');

/** boolean, text, date, timestamp, timestamptz, varchar, uuid. */
const TEXT_LIKE = [16, 25, 1082, 1114, 1184, 1043, 2950];

/** As PostgREST passes values: as text, so that Postgres rejects one of the wrong type. */
const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value);

const openPglite = async (database: string, snapshot?: Blob) => {
  const raw = await createPgliteConnection({
    url: database,
    pgliteOptions: {
      relaxedDurability: false,
      parsers: { 1184: isoInstant },
      serializers: Object.fromEntries(TEXT_LIKE.map((type) => [type, asText])),
      ...(snapshot && { loadDataDir: snapshot }),
    },
  });
  await raw.driver.waitReady;
  return {
    raw,
    inTurn: serialQueue(),
    query: async (query: string, parameters: unknown[]): Promise<unknown[]> =>
      (await raw.driver.query(query, parameters)).rows,
    dump: (): Promise<Blob | null> => raw.driver.dumpDataDir('none'),
  };
};

/** The library passes JSON as text already; the driver would make it a JSON string of that text. */
const onceAsJson = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const connectToServer = (url: string) => {
  const raw = createPostgresConnection({
    url,
    postgresOptions: {
      onnotice: () => undefined,
      types: {
        timestamptz: { to: 1184, from: [1184], serialize: (value: unknown) => value, parse: isoInstant },
        jsonb: { to: 3802, from: [3802], serialize: onceAsJson, parse: (text: string) => JSON.parse(text) as unknown },
      },
    },
  });
  return {
    raw,
    // A server of its own has a connection for each request.
    inTurn: <T>(job: () => T | Promise<T>): Promise<T> => Promise.resolve().then(job),
    query: async (query: string, parameters: unknown[]): Promise<unknown[]> => [
      ...(await raw.driver.unsafe(query, parameters as never[])),
    ],
    dump: (): Promise<Blob | null> => Promise.resolve(null),
  };
};

/** The roles that every Supabase project has. */
const ROLES = `do $$ begin
  if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin; end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin; end if;
  if not exists (select from pg_roles where rolname = 'service_role') then create role service_role nologin bypassrls; end if;
end $$`;

const AUTH_GRANTS = 'grant usage on schema auth, public to anon, authenticated, service_role';
