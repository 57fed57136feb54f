import * as z from 'zod';

const count = z.int().positive();

/** In place of the vendor's response. */
const replacingFaults = [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfterSeconds: z.int().nonnegative().exactOptional(),
    /** `json` where it is missing: the vendor's own error. */
    body: z.enum(['json', 'html']).exactOptional(),
  }),
  /** Status 200 and a page. */
  z.strictObject({ kind: z.literal('html') }),
  /** Status 200 and no body. */
  z.strictObject({ kind: z.literal('empty') }),
  /** No response until the caller ends the request. */
  z.strictObject({ kind: z.literal('hang') }),
] as const;

/** In the vendor's response. */
const editingFaults = [
  /** The list is `null`. */
  z.strictObject({ kind: z.literal('null_list') }),
  /** The list's key begins with a capital letter. */
  z.strictObject({ kind: z.literal('renamed_list') }),
  /** The second half of the body is missing. */
  z.strictObject({ kind: z.literal('truncated') }),
  /** Beyond the last page comes the last page again, and where there are links, the last page has one to the next. */
  z.strictObject({ kind: z.literal('repeat_last_page') }),
  /** The first `by` rows are missing, so that all others move up. */
  z.strictObject({ kind: z.literal('shift'), by: count }),
  /** That fraction of the rows is missing from lists and counts: the same rows each time. Each row is there by its id. */
  z.strictObject({ kind: z.literal('missing'), fraction: z.number().positive().max(1) }),
] as const;

const impartnerFaults = [
  /** Status 200 and `success: false`. */
  z.strictObject({ kind: z.literal('not_success') }),
  /** Every `every`th item of a write fails, with `success: false`, and is not written. */
  z.strictObject({ kind: z.literal('item_failures'), every: count }),
] as const;

const path = z.string().transform((source, context) => {
  try {
    return new RegExp(source);
  } catch {
    context.addIssue({ code: 'custom', message: 'This is no regular expression.' });
    return z.NEVER;
  }
});

const which = {
  /**
   * Tested on the path below the API's base with the decoded query, such as `/people?page=2&filter[name][cont]=a`. Without
   * it, every request of the vendor matches.
   */
  path: path.exactOptional(),
  /** So many matching requests first pass without the fault. */
  after: z.int().nonnegative().exactOptional(),
  /** So many requests get the fault; without it, all. */
  times: count.exactOptional(),
};

/** A rule as JSON: `path` is the source of a regular expression. It is parsed to a `FaultRule`. */
export const faultRule = z.discriminatedUnion('vendor', [
  z.strictObject({
    vendor: z.literal('northpass'),
    ...which,
    fault: z.discriminatedUnion('kind', [...replacingFaults, ...editingFaults]),
  }),
  z.strictObject({
    vendor: z.literal('impartner'),
    ...which,
    fault: z.discriminatedUnion('kind', [...replacingFaults, ...editingFaults, ...impartnerFaults]),
  }),
]);

/** Which requests of which vendor get which fault; `path` is a `RegExp`. */
export type FaultRule = z.output<typeof faultRule>;
export type Fault = FaultRule['fault'];
export type VendorName = FaultRule['vendor'];

const REPLACING: readonly Fault['kind'][] = ['status', 'html', 'empty', 'hang', 'not_success'];

/** The faults that requests get, in the order of the rules. */
export class FaultScript {
  #entries: { rule: FaultRule; matches: number }[] = [];

  add(rule: FaultRule): void {
    this.#entries.push({ rule, matches: 0 });
  }

  clear(): void {
    this.#entries = [];
  }

  /**
   * The faults of one request, which each rule that matches it counts. Several rules add up, until one replaces the
   * response: it is the last of the result, and the rules after it do not count the request.
   */
  take(vendor: VendorName, pathAndQuery: string): Fault[] {
    const due: Fault[] = [];
    for (const entry of this.#entries) {
      const { path: pattern, after = 0, times = Infinity, fault } = entry.rule;
      // `search` starts at the beginning whatever the flags are.
      if (entry.rule.vendor !== vendor || (pattern && pathAndQuery.search(pattern) < 0)) continue;
      entry.matches += 1;
      if (entry.matches <= after || entry.matches > after + times) continue;
      due.push(fault);
      if (REPLACING.includes(fault.kind)) break;
    }
    return due;
  }
}
