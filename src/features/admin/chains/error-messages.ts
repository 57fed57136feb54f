import type { RightAction } from '../../../domain/chains/right-action.ts';
import { sentenceCase } from '../../../shared/rows/labels.ts';
import { formatLine } from '../../../ui/format-name.ts';
import { apiLabel } from './labels.ts';

/* What happened in a step, in words, by its error code. */

export interface ErrorMessage {
  /** What happened, as a sentence. */
  what: string;
  /** What to do before the run goes on or runs again, as sentences; undefined where there is nothing. */
  advice?: string;
}

interface Vendor {
  name: string;
  /** The secrets of the edge functions that are about it. */
  keySecret: string;
  urlSecret: string;
}

const vendorOf = (api: string | null): Vendor => ({
  name: apiLabel(api),
  keySecret: api === null ? 'the API key' : `${api.toUpperCase()}_API_KEY`,
  urlSecret: api === null ? 'its address' : `${api.toUpperCase()}_URL`,
});

const MAINTAINER = 'show the details to whoever maintains Cadence';

const ERROR_MESSAGES: Record<string, (vendor: Vendor) => ErrorMessage> = {
  needs_not_fresh: () => ({ what: 'The data that it needs are not up to date, or were never loaded.' }),
  empty_walk: ({ name }) => ({
    what: `${name} sent an empty list where there were rows before. It was not believed: nothing was changed.`,
    advice: `Check in ${name} that the data are there.`,
  }),
  worker_lost: () => ({
    what: 'The worker ended again and again before it had stored anything more.',
    advice: 'If it happens again, look at the logs of the edge function work-chains.',
  }),
  unauthorized: ({ name, keySecret }) => ({
    what: `${name} did not accept the API key.`,
    advice: `Set ${keySecret} to a valid key, in the secrets of the edge functions.`,
  }),
  forbidden: ({ name }) => ({
    what: `The API key may not read or change this in ${name}.`,
    advice: `Give the key the permission that is missing, in ${name}.`,
  }),
  not_configured: ({ name, keySecret }) => ({
    what: `There is no API key for ${name}.`,
    advice: `Set ${keySecret}, in the secrets of the edge functions.`,
  }),
  unreachable: ({ name }) => ({
    what: `${name} could not be reached, or did not respond in time.`,
    advice: `Check that ${name} is up.`,
  }),
  server_error: ({ name }) => ({
    what: `${name} had an error of its own.`,
    advice: `Wait until ${name} works again.`,
  }),
  unreadable_response: ({ name }) => ({
    what: `${name} sent something other than data, such as an error page.`,
    advice: `Check that ${name} is up.`,
  }),
  unexpected_shape: ({ name }) => ({
    what: `${name} sent data in a form that Cadence does not know.`,
    advice: `${name} may have changed its API. If it happens again, ${MAINTAINER}.`,
  }),
  bad_request: ({ name }) => ({
    what: `${name} refused a request as wrong.`,
    advice: `${name} may have changed its API. If it happens again, ${MAINTAINER}.`,
  }),
  not_found: ({ name, urlSecret }) => ({
    what: `${name} has nothing at the address that was requested.`,
    advice: `If ${urlSecret} is set in the secrets of the edge functions, check it. Otherwise ${MAINTAINER}.`,
  }),
  too_many_requests: ({ name }) => ({ what: `${name} takes no more requests for now.` }),
  deletions_held: () => ({
    what: 'More rows were missing than can be right. Nothing is deleted until somebody decides.',
  }),
  counts_fall: () => ({
    what: 'The counts of more partners would fall than can be believed. Nothing was sent to the CRM.',
    advice: 'Look at the partners whose counts differ from the CRM’s.',
  }),
  refused: () => ({
    what: 'The CRM accepted none of the counts.',
    advice: 'A partner that differs shows why, under Pushes to the CRM.',
  }),
  endless_walk: ({ name }) => ({
    what: `The list of ${name} did not come to an end.`,
    advice: `If it happens again, ${MAINTAINER}.`,
  }),
  restarted: () => ({ what: 'It began anew, since another run had brought newer data meanwhile.' }),
  internal: () => ({
    what: 'Cadence had an error of its own.',
    advice: `If it happens again, look at the logs of the edge function work-chains, and ${MAINTAINER}.`,
  }),
};

const ERROR_LABELS: Record<string, string> = {
  needs_not_fresh: 'Data not up to date',
  empty_walk: 'Empty list',
  worker_lost: 'Worker lost',
  unauthorized: 'API key not accepted',
  forbidden: 'Permission missing',
  not_configured: 'No API key',
  unreachable: 'Not reachable',
  server_error: 'Error of the vendor',
  unreadable_response: 'Unreadable response',
  unexpected_shape: 'Unexpected data',
  bad_request: 'Request refused',
  not_found: 'Address not found',
  too_many_requests: 'Too many requests',
  deletions_held: 'Deletions held',
  internal: 'Error in Cadence',
  counts_fall: 'Counts would fall',
  refused: 'Counts refused',
  endless_walk: 'Endless list',
  restarted: 'Began anew',
};

/** An error code of a step in a few words. */
export const errorLabel = (code: string): string => ERROR_LABELS[code] ?? formatLine(code);

/** What an error code of a step means, for the API that the step uses. */
export const errorMessage = (code: string, api: string | null): ErrorMessage => {
  const { what, advice } = ERROR_MESSAGES[code]?.(vendorOf(api)) ?? {
    what: `It failed with the code ${formatLine(code)}.`,
  };
  return { what: sentenceCase(what), ...(advice !== undefined && { advice: sentenceCase(advice) }) };
};

/** What the one action does, as a sentence. */
export const actionMessage = (action: RightAction): string => {
  switch (action.kind) {
    case 'resume':
      return 'Resume goes on where it stopped; what is done stays done.';
    case 'run_again':
      return 'Run it again: it begins anew.';
    case 'push':
      return 'Where they are right, send them by hand.';
    case 'run_chain':
      return 'Run the daily chain: it refreshes all of them.';
  }
};
