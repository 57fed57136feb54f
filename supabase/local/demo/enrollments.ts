/* The enrollments of the demo people, and their progress. */

export const COACH = 'coach@example.com';
export const ADMIN = 'admin@example.com';

/** How somebody takes a program. */
export interface DemoEnrollment {
  email: string;
  parameters: Record<string, string>;
  /** Whether they were there from the first day; who came later has nothing from before. */
  fromFirstDay: boolean;
  /** How much of it they tend to do: 1 is all of it, today's too. */
  pace: number;
  /** They keep one of their tasks ahead as it is. */
  locks?: boolean;
}

interface DemoClient extends DemoEnrollment {
  /** What they take with the coach alone, by its key. */
  program: string;
  daysAgo: number;
}

/** They have accepted the coach, who has enrolled them. */
export const CLIENTS: readonly DemoClient[] = [
  {
    email: 'rep@example.com',
    program: 'practice',
    daysAgo: 9,
    parameters: { instrument: 'Guitar', focus: 'clean chord changes', piece: 'Blackbird' },
    fromFirstDay: true,
    pace: 0.8,
  },
  // It costs something: it waits to be paid for, or for the coach's word.
  {
    email: 'dmitri.vasquez@example.com',
    program: 'presenting',
    daysAgo: 0,
    parameters: { topic: 'Our spring line' },
    fromFirstDay: true,
    pace: 0,
  },
];

/** The coach has invited them, and they have not responded. */
export const INVITED = 'ben.halvorsen@example.com';

export const COHORT = { program: 'pipeline', name: 'Field team, first group', weeksAgo: 2 };

/** They have joined by the cohort's link. */
export const MEMBERS: readonly DemoEnrollment[] = [
  {
    email: 'rep@example.com',
    parameters: { market: 'the harbour district', focus: 'New customers' },
    fromFirstDay: true,
    pace: 0.85,
    locks: true,
  },
  {
    email: 'amara.okonkwo@example.com',
    parameters: { market: 'the old town', focus: 'Existing customers' },
    fromFirstDay: true,
    pace: 1,
  },
  {
    email: 'hiro.tanaka@example.com',
    parameters: { market: 'the north side', focus: 'New customers' },
    fromFirstDay: true,
    pace: 0.4,
  },
  {
    email: 'grace.lindqvist@example.com',
    parameters: { market: 'the university', focus: 'Existing customers' },
    fromFirstDay: false,
    pace: 0,
  },
];

/** Found in the gallery, and taken for their own plan from the next week on. */
export const IMPORTED = {
  email: 'elena.petrova@example.com',
  program: 'practice',
  parameters: { instrument: 'Piano', focus: 'an even left hand', piece: 'Clair de lune' },
};
