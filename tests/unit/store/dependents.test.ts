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

describe('a dependent', () => {
  test('waits for the rejected row that it names, when it was rejected with missing_parent', () => {
    expect(
      waits(
        { row: 'a', op: 'insert', code: 'invalid_value' },
        { row: 'b', op: 'insert', code: 'missing_parent', parent: 'a' },
      ),
    ).toEqual({ 'submissions/b': 'submissions/a' });
  });

  test('waits together with its later edits, which were rejected with not_found', () => {
    expect(
      waits(
        { row: 'a', op: 'insert', code: 'invalid_value' },
        { row: 'b', op: 'insert', code: 'missing_parent', parent: 'a' },
        { row: 'b', op: 'update', code: 'not_found' },
      ),
    ).toEqual({ 'submissions/b': 'submissions/a' });
  });

  test('does not wait for a row that it no longer names', () => {
    expect(
      waits(
        { row: 'a', op: 'insert', code: 'invalid_value' },
        { row: 'b', op: 'insert', code: 'missing_parent', parent: 'a' },
        { row: 'b', op: 'update', code: 'not_found', parent: 'c' },
      ),
    ).toEqual({});
  });

  test('does not wait when it was rejected with another code', () => {
    expect(
      waits(
        { row: 'a', op: 'insert', code: 'invalid_value' },
        { row: 'b', op: 'insert', code: 'invalid_value', parent: 'a' },
      ),
    ).toEqual({});
  });

  test('does not wait for a row in the cloud of which only an edit was rejected', () => {
    expect(
      waits(
        { row: 'a', op: 'update', code: 'invalid_value' },
        { row: 'b', op: 'insert', code: 'missing_parent', parent: 'a' },
      ),
    ).toEqual({});
  });

  test('does not wait for a row that was discarded', () => {
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

describe('resending', () => {
  test('pushes all changes of the rows and of their dependents, each once, and nothing else', () => {
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

  test('pushes rows before their dependents, and the changes of a row in their order', () => {
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
