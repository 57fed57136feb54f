import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { PendingChange } from '../../../src/store/database.ts';
import { resendOrder, blockingRows } from '../../../src/store/dependents.ts';

// Leads that belong to leads: chains of any length, and circles, which no table has today.
vi.mock(import('../../../src/contract/synced-tables.ts'), async (original) => {
  const tables = await original();
  const submissions = { ...tables.SYNCED_TABLES.submissions, references: { parent_id: 'submissions' as const } };
  return { ...tables, SYNCED_TABLES: { ...tables.SYNCED_TABLES, submissions } };
});

type RejectedChange = Pick<PendingChange, 'row' | 'op' | 'code'> & { parent?: string | null | undefined };

const rejectedOf = (changes: readonly RejectedChange[]): PendingChange[] =>
  changes.map(({ parent, ...change }, index) => ({
    ...change,
    table: 'submissions',
    fields: { name: 'Lead', ...(parent !== undefined && { parent_id: parent }) },
    seq: index + 1,
    state: 'rejected',
    timestamp: '000000000000-0000-00000000',
    made_at: 0,
  })) as PendingChange[];

const waits = (...changes: RejectedChange[]) => Object.fromEntries(blockingRows(rejectedOf(changes)));

describe('a refused row waits', () => {
  test('for the refused row that it names, where it was refused for its lack', () => {
    expect(
      waits(
        { row: 'a', op: 'insert', code: 'invalid_value' },
        { row: 'b', op: 'insert', code: 'missing_parent', parent: 'a' },
      ),
    ).toEqual({ 'submissions/b': 'submissions/a' });
  });

  test('together with later edits of it, which found nothing to edit', () => {
    expect(
      waits(
        { row: 'a', op: 'insert', code: 'invalid_value' },
        { row: 'b', op: 'insert', code: 'missing_parent', parent: 'a' },
        { row: 'b', op: 'update', code: 'not_found' },
      ),
    ).toEqual({ 'submissions/b': 'submissions/a' });
  });

  test('not for a row that it does not name any more', () => {
    expect(
      waits(
        { row: 'a', op: 'insert', code: 'invalid_value' },
        { row: 'b', op: 'insert', code: 'missing_parent', parent: 'a' },
        { row: 'b', op: 'update', code: 'not_found', parent: 'c' },
      ),
    ).toEqual({});
  });

  test('not where something else is wrong with it', () => {
    expect(
      waits(
        { row: 'a', op: 'insert', code: 'invalid_value' },
        { row: 'b', op: 'insert', code: 'invalid_value', parent: 'a' },
      ),
    ).toEqual({});
  });

  test('not for a row that is in the cloud and had only an edit refused', () => {
    expect(
      waits(
        { row: 'a', op: 'update', code: 'invalid_value' },
        { row: 'b', op: 'insert', code: 'missing_parent', parent: 'a' },
      ),
    ).toEqual({});
  });

  test('not for what was discarded: it is an ordinary refused entry again', () => {
    expect(waits({ row: 'b', op: 'insert', code: 'missing_parent', parent: 'a' })).toEqual({});
  });
});

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f'];
const refusals: fc.Arbitrary<RejectedChange[]> = fc.array(
  fc.record({
    row: fc.constantFrom(...ROWS),
    op: fc.constantFrom('insert' as const, 'update' as const),
    code: fc.constantFrom('missing_parent', 'not_found', 'invalid_value'),
    parent: fc.option(fc.constantFrom(...ROWS)),
  }),
  { maxLength: 16 },
);

describe('sending again', () => {
  test('takes whole rows, each change once, with everything that waits for them, and nothing else', () => {
    fc.assert(
      fc.property(refusals, fc.constantFrom(...ROWS), (changes, request) => {
        const rejected = rejectedOf(changes);
        const waiting = blockingRows(rejected);
        const goesAlong = (key: string | undefined): boolean =>
          key !== undefined && (key === `submissions/${request}` || goesAlong(waiting.get(key)));
        const sent = resendOrder(
          rejected,
          rejected.filter(({ row }) => row === request).map(({ seq }) => seq),
        );
        expect(sent.toSorted((a, b) => a - b)).toEqual(
          rejected.filter(({ row }) => goesAlong(`submissions/${row}`)).map(({ seq }) => seq),
        );
      }),
    );
  });

  test('sends what others wait for first, and the changes of a row as they were made', () => {
    fc.assert(
      fc.property(refusals, (changes) => {
        const rejected = rejectedOf(changes);
        const sent = resendOrder(
          rejected,
          rejected.map(({ seq }) => seq),
        );
        const place = new Map(sent.map((seq, index) => [seq, index] as const));
        const placesOf = (key: string) =>
          rejected.filter(({ row }) => `submissions/${row}` === key).map(({ seq }) => place.get(seq) ?? -1);
        for (const [key, parent] of blockingRows(rejected)) {
          expect(Math.max(...placesOf(parent))).toBeLessThan(Math.min(...placesOf(key)));
        }
        for (const row of ROWS) {
          const places = placesOf(`submissions/${row}`);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});
