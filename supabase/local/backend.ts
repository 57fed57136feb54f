import { App, type EmailMessage } from '@supabase/lite';
import { applyPendingMigrations } from '@supabase/lite/cli';
import { createPgliteConnection, PgliteConnection } from '@supabase/lite/pglite';
import { createPostgresConnection } from '@supabase/lite/postgres';

export interface BackendOptions {
  /** `memory://`, `file:DIRECTORY` (PGlite) or `postgres://…` (a server of its own). */
  database: string;
  /** Where the app is served: links in mails lead there. */
  siteUrl: string;
  keys: BackendKeys;
  onMail: (mail: EmailMessage) => void;
}

export interface BackendKeys {
  publishable: string;
  /** Passes RLS by: never leaves the server. */
  secret: string;
  jwtSecret: string;
}

export interface Backend {
  /** Answers `/auth/v1` and `/rest/v1` as a Supabase project does. */
  fetch: (request: Request) => Response | Promise<Response>;
  /** Runs SQL as the database's owner. */
  sql: <T = Record<string, unknown>>(query: string, ...parameters: unknown[]) => Promise<T[]>;
  close: () => Promise<void>;
}

/** The embedded Supabase backend with all of `supabase/migrations` applied. */
export const openBackend = async ({ database, siteUrl, keys, onMail }: BackendOptions): Promise<Backend> => {
  const connection = database.startsWith('postgres://')
    ? createPostgresConnection({ url: database })
    : await createPgliteConnection({ url: database });
  // On its first request the library grants everything on every table to every role. Here as in
  // production, what a role may do is what the migrations grant.
  Object.assign(connection, { ensureRlsContext: () => Promise.resolve(true) });

  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: keys.jwtSecret,
      publishable_key: keys.publishable,
      secret_key: keys.secret,
      site_url: siteUrl,
      additional_redirect_urls: [`${siteUrl}/**`],
      enable_signup: true,
      email: { enable_signup: true, enable_confirmations: false },
    },
    options: {
      server: { admin: false },
      drivers: { email: { send: (mail: EmailMessage) => Promise.resolve(onMail(mail)) } },
    },
  });
  await connection.exec(ROLES);
  await app.ensureSystemSchema();
  await connection.exec(AUTH_GRANTS);
  await applyPendingMigrations(app);

  return {
    fetch: (request) => app.fetch(request),
    sql: async <T>(query: string, ...parameters: unknown[]) =>
      (connection instanceof PgliteConnection
        ? (await connection.driver.query<T>(query, parameters)).rows
        : [...(await connection.driver.unsafe(query, parameters as never[]))]) as T[],
    close: () => connection.close(),
  };
};

/** The roles that every Supabase project has. */
const ROLES = `do $$ begin
  if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin; end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin; end if;
  if not exists (select from pg_roles where rolname = 'service_role') then create role service_role nologin bypassrls; end if;
end $$`;

const AUTH_GRANTS = 'grant usage on schema auth, public to anon, authenticated, service_role';
