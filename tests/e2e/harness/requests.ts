import type { Money } from '../../../src/domain/money/money.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../../../src/api/config.ts';
import type { Backend } from '../../../supabase/local/backend.ts';
import { type DemoActor, signIn } from '../../../supabase/local/demo/request-as.ts';
import { today } from '../../fixtures/server-clock.ts';
import type { ProductServer } from './server.ts';

type Served = Pick<ProductServer, 'url'>;

/** The server, for what asks an embedded backend. */
export const backendOf = ({ url }: Served): Pick<Backend, 'fetch'> => ({
  fetch: async (request) => {
    const { method, headers } = request;
    const body = method === 'GET' ? null : await request.text();
    return fetch(request.url.replace('http://localhost', url), { method, headers, body });
  },
});

/** Somebody whose requests no screen makes. Their password is the demo people's. */
export const actorOf = (server: Served, email: string): Promise<DemoActor> =>
  signIn(backendOf(server), LOCAL_PUBLISHABLE_KEY, email, new AbortController().signal);

/**
 * Publishes a program of one task that costs something, and opens a cohort of it that starts today. Returns the token of
 * its link.
 */
export const openPaidCohort = async (coach: DemoActor, title: string, { amount, currency }: Money): Promise<string> => {
  const [program, cohort] = [crypto.randomUUID(), crypto.randomUUID()];
  await coach.add('programs', { id: program, title, length_days: 1, price: amount, currency });
  await coach.add('program_tasks', { program_id: program, day_index: 1, title: 'First lesson', position: 1_024 });
  const { version } = await coach.rpc<{ version: string }>('publish_program', { program });
  await coach.add('cohorts', {
    id: cohort,
    user_id: coach.id,
    program_id: program,
    version_id: version,
    name: 'Autumn',
    start_date: today(),
  });
  return coach.rpc<string>('cohort_link', { cohort });
};
