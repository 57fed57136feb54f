import { type EmbeddedServer, startEmbeddedPostgres } from '../../supabase/local/embedded-postgres.ts';

/**
 * A real PostgreSQL for tests of concurrent transactions: give its `url` to `startBackend`, and open as
 * many connections of your own as the test needs. Takes some two seconds.
 */
export const startPostgres = (): Promise<EmbeddedServer> => startEmbeddedPostgres();
