import type { ProgramFields, TaskLevel, TemplateTask } from '../../../src/domain/programs/program.ts';

type DemoTask = Pick<TemplateTask, 'title' | 'minutes' | 'notes' | 'is_required' | 'level'>;

export interface DemoProgram {
  key: string;
  facts: Omit<ProgramFields, 'currency'>;
  /** The tasks of each day, from day 1 on. */
  days: readonly (readonly DemoTask[])[];
}

const task = (title: string, minutes: number, notes: string | null = null, level: TaskLevel = 'program_day') => ({
  title,
  minutes,
  notes,
  is_required: true,
  level,
});
const optional = (title: string, minutes: number, notes: string | null = null) => ({
  ...task(title, minutes, notes),
  is_required: false,
});
const forTheWeek = (title: string, minutes: number, notes: string) => task(title, minutes, notes, 'program_week');

/** A week of days, each with what is done on all of them first; what is for the week goes before its first day. */
const week = (forWeek: DemoTask, daily: DemoTask, ...days: (readonly DemoTask[])[]): DemoTask[][] =>
  days.map((day, index) => [...(index === 0 ? [forWeek] : []), daily, ...day]);

const REST = [optional('Play for pleasure, whatever you like', 15)];
const scales = (tempo: number) => task(`{instrument}: scales at ${String(tempo)} beats a minute`, 10);

/** Four weeks by the calendar, for anybody who plays something; in the gallery. */
const PRACTICE: DemoProgram = {
  key: 'practice',
  facts: {
    title: 'Four weeks of steady practice',
    description:
      'Half an hour a day at your own instrument: a warm-up, one thing to work on, and an easy seventh day. You end with a piece that you play to somebody.',
    kind: 'individual',
    length_days: 28,
    day_counting: 'calendar',
    modules: [
      { title: 'Sound and posture', first_week: 1 },
      { title: 'One thing at a time', first_week: 2 },
      { title: 'A piece, whole', first_week: 4 },
    ],
    parameters: [
      { key: 'instrument', label: 'Your instrument', options: ['Guitar', 'Piano', 'Violin', 'Voice'], required: true },
      { key: 'focus', label: 'What you want to work on', options: null, required: true },
      { key: 'piece', label: 'The piece you prepare', options: null, required: true },
    ],
    visibility: 'gallery',
    price: null,
    preview_days: null,
    minor_changes_follow: false,
  },
  days: [
    ...week(
      forTheWeek('Record a minute of {piece}', 10, 'As it is today. Keep it: you hear it again in week 4.'),
      scales(60),
      [task('Long notes, slowly, with a mirror', 15, 'Shoulders down. Stop when it hurts.')],
      [task('Long notes from quiet to loud and back', 15)],
      [task('Listen to a recording of {piece} with the score', 20)],
      [task('{piece}: the first eight bars, hands or voice alone', 20)],
      [task('{piece}: bars 1 to 8 at half tempo', 20)],
      [task('{piece}: bars 9 to 16 at half tempo', 20)],
      REST,
    ),
    ...week(
      forTheWeek('Pick two places in {piece} that ask for {focus}', 15, 'Mark them in the score.'),
      scales(72),
      [task('Work on {focus}: the first place, slowly', 15)],
      [task('Work on {focus}: the first place, in three rhythms', 20)],
      [task('Work on {focus}: the second place, very slowly', 20)],
      [task('Both places, then the bars around them', 20)],
      [task('{piece}: first half without stopping', 15), optional('Read something new at sight', 10)],
      [task('{piece}: second half at half tempo', 20)],
      REST,
    ),
    ...week(
      forTheWeek('Play both places to a friend', 10, 'Ask what they heard, not whether they liked it.'),
      scales(84),
      [task('Work on {focus}: both places at three quarters of the tempo', 20)],
      [task('{piece}: second half without stopping', 15)],
      [task('The join between the two halves, ten times', 15)],
      [task('{piece}: from memory as far as it goes', 20)],
      [task('{piece}: what memory left out', 20), optional('Read something new at sight', 10)],
      [task('{piece}: whole, at three quarters of the tempo', 20)],
      REST,
    ),
    ...week(
      forTheWeek('Say whom you will play to, and when', 5, 'A kitchen and one listener will do.'),
      scales(92),
      [task('{piece}: whole, in tempo, once; note what shook', 15)],
      [task('What shook, slowly', 20)],
      [task('{piece}: start from three places in the middle', 20)],
      [task('Record {piece} and compare it with week 1', 20)],
      [task('{piece}: whole, twice, with a break between', 20)],
      [task('Only the beginning and the end', 10)],
      [task('Play {piece} to somebody', 15, 'Done is done. Write down one thing that you liked.')],
    ),
  ],
};

const calls = (count: number) =>
  task(`${String(count)} calls in {market} before eleven`, 60, 'Phone away from the inbox.');

/** Six weeks of working days, for reps who start together. */
const PIPELINE: DemoProgram = {
  key: 'pipeline',
  facts: {
    title: 'Six weeks to a full pipeline',
    description:
      'A cohort builds its pipeline from the list to the signature. A block of calls every morning, one skill a day, and on Fridays a look back together.',
    kind: 'group',
    length_days: 30,
    day_counting: 'weekdays',
    modules: [
      { title: 'Find them', first_week: 1 },
      { title: 'Talk with them', first_week: 3 },
      { title: 'Close', first_week: 5 },
    ],
    parameters: [
      { key: 'market', label: 'Your market', options: null, required: true },
      { key: 'focus', label: 'Focus', options: ['New customers', 'Existing customers'], required: true },
    ],
    visibility: 'link',
    price: null,
    preview_days: null,
    minor_changes_follow: false,
  },
  days: [
    ...week(
      forTheWeek('Write your list of 50 for {market}', 90, '{focus} first. Name, company, and why now.'),
      calls(10),
      [task('Write your opening sentence', 20, 'One breath. Who you are, and why them.')],
      [task('Say it aloud ten times, record the last', 15)],
      [task('Find three people who can introduce you', 30)],
      [task('Ask for one introduction', 15)],
      [task('Friday review with the cohort', 30), optional('Thank somebody in writing', 10)],
    ),
    ...week(
      forTheWeek('Add 20 names, cross out 10', 60, 'A list is worth what it leaves out.'),
      calls(12),
      [task('Sort your list by next step, not by size', 30)],
      [task('Write to five who did not answer', 30)],
      [task('Three messages by voice', 15)],
      [task('Read what two of them published', 30)],
      [task('Friday review with the cohort', 30)],
    ),
    ...week(
      forTheWeek('Hold three first conversations', 90, 'Half an hour each. You talk a third of it.'),
      calls(12),
      [task('Write six questions you would want to be asked', 20)],
      [task('Play a conversation with somebody of the cohort', 30)],
      [task('Listen to one of your calls again', 30, 'Count your questions.')],
      [task('Sum up a conversation in three sentences to them', 15)],
      [task('Friday review with the cohort', 30), optional('Thank somebody in writing', 10)],
    ),
    ...week(
      forTheWeek('Three more conversations, one with who decides', 90, 'Ask how they decided last time.'),
      calls(10),
      [task('Find out who else is heard before they sign', 20)],
      [task('Practise silence after the price', 15)],
      [task('Collect the five objections you hear most', 30)],
      [task('An answer to each, one sentence', 30)],
      [task('Friday review with the cohort', 30)],
    ),
    ...week(
      forTheWeek('Send two proposals', 120, 'One page. Their words, not ours.'),
      calls(8),
      [task('Have a colleague read your proposal aloud', 20)],
      [task('Agree a date for the answer, not just an answer', 15)],
      [task('Two follow-ups with something new in them', 20)],
      [task('Write to one that went quiet', 10)],
      [task('Friday review with the cohort', 30), optional('Thank somebody in writing', 10)],
    ),
    ...week(
      forTheWeek('Get one clear answer, yes or no', 60, 'Both are worth more than a maybe.'),
      calls(8),
      [task('List what is open, with its next step and date', 30)],
      [task('Ask a new customer why they said yes', 20)],
      [task('Ask a lost one why they said no', 20)],
      [task('Plan the six weeks after this', 45)],
      [task('Show the cohort your pipeline, before and after', 30)],
    ),
  ],
};

/** Two weeks that cost something. */
const PRESENTING: DemoProgram = {
  key: 'presenting',
  facts: {
    title: 'Ten days to a talk that holds',
    description: 'From a blank page to ten minutes in front of people, with two rounds of comments by your coach.',
    kind: 'individual',
    length_days: 10,
    day_counting: 'weekdays',
    modules: [],
    parameters: [{ key: 'topic', label: 'What you talk about', options: null, required: true }],
    visibility: 'link',
    price: 4_900,
    preview_days: 2,
    minor_changes_follow: false,
  },
  days: [
    [task('{topic} in one sentence', 20)],
    [task('Who listens, and what they do afterwards', 30)],
    [task('Three points on three cards', 30)],
    [task('A story for each point', 45)],
    [task('Send your outline for comments', 15)],
    [task('First minute, word by word', 30)],
    [task('The whole talk standing, once', 30)],
    [task('Slides: only what you cannot say', 45)],
    [task('Record it and send it for comments', 30)],
    [task('Give the talk', 30)],
  ],
};

export const DEMO_PROGRAMS: readonly DemoProgram[] = [PRACTICE, PIPELINE, PRESENTING];
