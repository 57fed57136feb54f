import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableNewerVersion } from '../../../src/domain/enrollments/enrollment.ts';
import type { VisibleVersion } from '../../../src/domain/programs/version.ts';
import { anEnrollment } from '../../fixtures/enrollments.ts';

const PERSON = 'person';
const PROGRAMS = ['scales', 'etudes'] as const;

/** Versions that somebody sees, each number of a program once. */
const versions: fc.Arbitrary<VisibleVersion[]> = fc.uniqueArray(
  fc
    .record({
      program_id: fc.constantFrom(...PROGRAMS),
      number: fc.integer({ min: 1, max: 6 }),
      price: fc.constantFrom(null, null, 900),
    })
    .map((version) => ({ ...version, id: `${version.program_id} ${String(version.number)}` })),
  { selector: ({ id }) => id, maxLength: 10 },
);
const enrollment = fc
  .record({
    program_id: fc.constantFrom(...PROGRAMS),
    number: fc.integer({ min: 1, max: 6 }),
    status: fc.constantFrom('active', 'pending', 'ended'),
    coach_id: fc.constantFrom(PERSON, PERSON, 'coach'),
    cohort_id: fc.constantFrom(null, null, 'cohort'),
  })
  .map(({ number, ...values }) =>
    anEnrollment({ id: 'one', user_id: PERSON, ...values, version_id: `${values.program_id} ${String(number)}` }),
  );

describe('the version that a person may move to by themselves', () => {
  it('is free, of the same program, newer than theirs, and the newest', () => {
    fc.assert(
      fc.property(enrollment, versions, (own, seen) => {
        const newer = availableNewerVersion(own, seen);
        fc.pre(newer !== undefined);
        const mine = seen.find(({ id }) => id === own.version_id);
        const ofProgram = seen.filter(({ program_id }) => program_id === own.program_id);
        expect(newer).toMatchObject({ program_id: own.program_id, price: null });
        expect(newer.number).toBeGreaterThan(mine?.number ?? Infinity);
        expect(newer.number).toBe(Math.max(...ofProgram.map(({ number }) => number)));
      }),
    );
  });

  it('is none for an enrollment by a coach or in a cohort, or that is not active', () => {
    fc.assert(
      fc.property(enrollment, versions, (own, seen) => {
        const isOwnPlan = own.coach_id === PERSON && own.cohort_id === null && own.status === 'active';
        fc.pre(!isOwnPlan);
        expect(availableNewerVersion(own, seen)).toBeUndefined();
      }),
    );
  });

  it('is the newer one once a free one is published', () => {
    fc.assert(
      fc.property(enrollment, versions, (own, seen) => {
        const free = { ...own, coach_id: PERSON, cohort_id: null, status: 'active' as const };
        const mine = { id: own.version_id, program_id: own.program_id, number: 6, price: null };
        const next = { id: 'next', program_id: own.program_id, number: 7, price: null };
        const others = seen.filter(({ id }) => id !== mine.id);
        expect(availableNewerVersion(free, [...others, mine, next])).toEqual(next);
      }),
    );
  });
});
