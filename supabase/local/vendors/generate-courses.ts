import { randomFrom, type Random } from '../demo/random.ts';
import type { Enrollment, VendorData } from './data.ts';
import type { GenerateOptions } from './generate.ts';
import { courseName } from './generated-names.ts';
import { DAY_MS, HISTORY_MS, instantBetween, pickUnevenly, recentInstant, uuid } from './generated-values.ts';

/** NPCU of courses in turn: numbers, and numbers as texts. */
const NPCU = [1, '1', 0, 2, '0', '2', 1, 0] as const;

/** Courses. Every twentieth has no NPCU, and every hundredth has properties that may not be read. */
export const addCourses = ({ courses }: VendorData, { sizes, seed, now }: GenerateOptions): void => {
  const random = randomFrom(`${seed} courses`);
  for (let index = 0; index < sizes.courses; index += 1) {
    courses.add({
      id: uuid(random),
      name: courseName(index),
      published: !random.chance(0.08),
      npcu: index % 20 === 7 ? null : (NPCU[index % NPCU.length] ?? null),
      hasForbiddenProperties: index % 100 === 11,
      updatedAt: recentInstant(random, now - HISTORY_MS, now),
    });
  }
};

/** Enrollments in courses, one of a person in a course, and some in learning paths. */
export const addEnrollments = (
  { people, courses, enrollments }: VendorData,
  { sizes, seed, now }: GenerateOptions,
): void => {
  const random = randomFrom(`${seed} enrollments`);
  const known = new Set<string>();
  if (sizes.enrollments > (sizes.people * sizes.courses) / 4)
    throw new RangeError('There are too few people or courses.');
  while (known.size < sizes.enrollments) {
    const personId = pickUnevenly(random, people.all()).id;
    const resourceId = pickUnevenly(random, courses.all()).id;
    const pair = `${personId} ${resourceId}`;
    if (known.has(pair)) continue;
    known.add(pair);
    enrollments.add({ id: uuid(random), personId, resourceType: 'course', resourceId, ...progressOf(random, now) });
  }
  const paths = Array.from({ length: 5 }, () => uuid(random));
  for (const [index, { id: personId }] of people.all().entries()) {
    if (index % 40 !== 0) continue;
    const resourceId = random.pick(paths);
    enrollments.add({
      id: uuid(random),
      personId,
      resourceType: 'learning_path',
      resourceId,
      ...progressOf(random, now),
    });
  }
};

type Progress = Pick<Enrollment, 'progress' | 'enrolledAt' | 'startedAt' | 'completedAt' | 'updatedAt'>;

/** Three in five are completed, at times spread evenly over the past three years. */
const progressOf = (random: Random, now: number): Progress => {
  if (random.chance(0.6)) {
    const completedAt = instantBetween(random, now - HISTORY_MS, now);
    const enrolledAt = Math.max(now - HISTORY_MS, completedAt - random.between(1, 60) * DAY_MS);
    const startedAt = instantBetween(random, enrolledAt, completedAt);
    return { progress: 100, enrolledAt, startedAt, completedAt, updatedAt: completedAt };
  }
  const enrolledAt = instantBetween(random, now - HISTORY_MS, now);
  if (random.chance(0.4)) return { progress: 0, enrolledAt, startedAt: null, completedAt: null, updatedAt: enrolledAt };
  const startedAt = instantBetween(random, enrolledAt, now);
  const updatedAt = recentInstant(random, startedAt, now);
  return { progress: random.between(1, 99), enrolledAt, startedAt, completedAt: null, updatedAt };
};
