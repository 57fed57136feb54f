import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareByPosition,
  nextPosition,
  POSITION_STEP,
  type Positioned,
  positionsAfterMove,
} from '../../../src/domain/ordering/position.ts';

const LIMIT = 2 ** 31 - 1;

/** Lists as they come about: with room, without any, with equal positions, and at both ends of what a column holds. */
const list = fc
  .array(
    fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.integer({ min: -40_000, max: 40_000 }),
      fc.constantFrom(LIMIT, LIMIT - 1, -LIMIT),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .chain((positions) =>
    fc.shuffledSubarray(
      positions.map((position, n) => ({
        id: `id-${String(n)}`,
        position,
        created_at: `2026-01-0${String(1 + (n % 3))}`,
      })),
      { minLength: positions.length },
    ),
  )
  .map((items) => items.sort(compareByPosition));

const withPositions = (items: readonly Positioned[], positions: ReadonlyMap<string, number>): Positioned[] =>
  items.map((item) => ({ ...item, position: positions.get(item.id) ?? item.position })).sort(compareByPosition);

const ids = (items: readonly Positioned[]) => items.map(({ id }) => id);

describe('an order by positions', () => {
  test('puts a moved item at its new place, and keeps the order of the others', () => {
    fc.assert(
      fc.property(list, fc.nat(), fc.nat(), (items, pick, to) => {
        const id = items[pick % items.length]?.id ?? '';
        const index = to % items.length;
        const positions = positionsAfterMove(items, id, index);
        const rest = ids(items).filter((other) => other !== id);
        expect(ids(withPositions(items, positions))).toEqual([...rest.slice(0, index), id, ...rest.slice(index)]);
        for (const position of positions.values()) expect(Math.abs(position)).toBeLessThanOrEqual(LIMIT);
      }),
    );
  });

  test('changes only the moved item where its new neighbours leave room', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), fc.nat(), (count, pick, to) => {
        const items = Array.from({ length: count }, (_, n) => ({
          id: `id-${String(n)}`,
          position: n * POSITION_STEP,
          created_at: '2026-01-01',
        }));
        const id = items[pick % count]?.id ?? '';
        expect([...positionsAfterMove(items, id, to % count).keys()].filter((changed) => changed !== id)).toEqual([]);
      }),
    );
  });

  test('changes nothing for an item that is already there, or that does not exist', () => {
    fc.assert(
      fc.property(list, fc.nat(), (items, pick) => {
        const index = pick % items.length;
        expect(positionsAfterMove(items, items[index]?.id ?? '', index).size).toBe(0);
        expect(positionsAfterMove(items, 'unknown', index).size).toBe(0);
      }),
    );
  });

  test('puts a new item after all others', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -LIMIT, max: LIMIT - 1 })), (positions) => {
        const last = nextPosition(positions.map((position) => ({ position })));
        expect(last).toBeLessThanOrEqual(LIMIT);
        for (const position of positions) expect(last).toBeGreaterThan(position);
      }),
    );
  });
});
