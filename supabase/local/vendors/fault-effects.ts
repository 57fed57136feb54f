import type { Fault } from './faults.ts';
import type { TableReader } from './table.ts';
import { type Vendor, VendorFailure } from './vendor.ts';

/** What faults change in a vendor's own response. */
export interface FaultEffects {
  list: 'as it is' | 'null' | 'renamed';
  isTruncated: boolean;
  repeatsLastPage: boolean;
  /** Rows that are missing at the beginning. */
  shift: number;
  missingFraction: number;
  /** Every how many items of a write fail; `null`: none. */
  failingItems: number | null;
}

export const effectsOf = (faults: readonly Fault[]): FaultEffects => {
  const effects: FaultEffects = {
    list: 'as it is',
    isTruncated: false,
    repeatsLastPage: false,
    shift: 0,
    missingFraction: 0,
    failingItems: null,
  };
  for (const fault of faults) {
    if (fault.kind === 'null_list') effects.list = 'null';
    if (fault.kind === 'renamed_list') effects.list = 'renamed';
    if (fault.kind === 'truncated') effects.isTruncated = true;
    if (fault.kind === 'repeat_last_page') effects.repeatsLastPage = true;
    if (fault.kind === 'shift') effects.shift += fault.by;
    if (fault.kind === 'missing') effects.missingFraction = Math.max(effects.missingFraction, fault.fraction);
    if (fault.kind === 'item_failures') effects.failingItems = fault.every;
  }
  return effects;
};

/** The response that a fault has in place of the vendor's; `null`: it has none. */
export const replacementOf = (
  fault: Fault,
  { contentType, failureBody }: Vendor,
  signal: AbortSignal,
): Response | Promise<Response> | null => {
  const failure = (status: number, message: string, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify(failureBody(new VendorFailure(status, message))), {
      status,
      headers: { 'content-type': contentType, ...headers },
    });
  switch (fault.kind) {
    case 'status': {
      const wait = fault.retryAfterSeconds;
      const headers: Record<string, string> = wait === undefined ? {} : { 'retry-after': String(wait) };
      return fault.body === 'html'
        ? page(fault.status, headers)
        : failure(fault.status, `The request failed with ${fault.status}.`, headers);
    }
    case 'html':
      return page(200, {});
    case 'empty':
      return new Response('', { headers: { 'content-type': contentType } });
    case 'not_success':
      return failure(200, 'The query could not be run.');
    case 'hang':
      return whenAborted(signal).then(() => new Response(null, { status: 499 }));
    default:
      return null;
  }
};

const page = (status: number, headers: Record<string, string>): Response =>
  new Response('<!doctype html><title>Please wait</title><h1>We will be back shortly</h1>', {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  });

const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** What is left of a list. `key` identifies it among the lists of its table. */
export const rowsLeft = <Row, Id extends string | number>(
  {
    rows,
    table,
    key,
    idOf,
  }: { rows: readonly Row[]; table: TableReader<Row, Id>; key: string; idOf: (row: Row) => Id },
  { shift, missingFraction }: FaultEffects,
): readonly Row[] => {
  const left =
    missingFraction === 0
      ? rows
      : table.remember(`${key} without ${missingFraction}`, () =>
          rows.filter((row) => fractionOf(String(idOf(row))) >= missingFraction),
        );
  return shift === 0 ? left : left.slice(shift);
};

/** A number from 0 up to but not including 1 that follows from the text: FNV-1a, mixed as in MurmurHash3. */
const fractionOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
};
