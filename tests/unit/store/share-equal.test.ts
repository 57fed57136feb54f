import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareEqual } from '../../../src/store/share-equal.ts';

const rows = () => [
  { id: 'a', title: 'One', metadata: { list: [1, { deep: true }] } },
  { id: 'b', title: 'Two', metadata: {} },
];

describe('what a query gives again', () => {
  test('is the same object where it is equal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const again: unknown = structuredClone(value);
        expect(shareEqual(value, again)).toBe(Object.is(value, -0) || Object.is(again, -0) ? again : value);
      }),
    );
  });

  test('always equals the new result, whatever was there before', () => {
    fc.assert(
      fc.property(fc.anything({ withMap: true, withDate: true, withSet: true }), fc.anything(), (next, previous) => {
        expect(shareEqual(previous, next)).toEqual(next);
      }),
    );
  });

  test('keeps unchanged rows of a list where another one was added before them, or changed', () => {
    const before = rows();
    const [first, second] = before;
    const added = shareEqual(before, [{ id: 'c', title: 'New', metadata: {} }, ...rows()]);
    expect(added[1]).toBe(first);
    expect(added[2]).toBe(second);
    const changed = shareEqual(
      before,
      rows().map((row) => (row.id === 'b' ? { ...row, title: 'Changed' } : row)),
    );
    expect(changed[0]).toBe(first);
    expect(changed[1]).not.toBe(second);
    expect(changed[1]?.metadata).toBe(second?.metadata);
  });

  test('is new where a member or an entry of a map was removed', () => {
    const before = { a: 1, b: undefined as number | undefined };
    expect(shareEqual<object>(before, { a: 1 })).toEqual({ a: 1 });
    expect(Object.keys(shareEqual<object>(before, { a: 1 }))).toEqual(['a']);
    expect(shareEqual(new Map([['x', 1]]), new Map<string, number>()).size).toBe(0);
  });
});
