import { stringify } from 'lossless-json';
import type { LeftOut, Problem, ProblemCode } from '../../../domain/import/outcome.ts';
import { formatCount, joinDetails } from '../../../ui/format.ts';

const IMPORT_PROBLEM_MESSAGES: Record<ProblemCode, string> = {
  not_json: 'Not valid JSON, or it is cut off.',
  too_deep: 'The data is nested too deeply.',
  nothing_known: 'No activities, goals or types found.',
  unknown_version: 'Exported by a newer version. Update Cadence, then try again.',
  not_a_list: 'Not a list.',
  not_a_row: 'Not an object with fields.',
  missing: 'Missing.',
  bad_id: 'Not a valid id.',
  bad_date: 'Not a valid, unambiguous date.',
  bad_time: 'Not a valid time of day.',
  bad_duration: 'Not a number of minutes up to one day.',
  bad_status: 'Not a known status.',
  bad_text: 'Not text.',
  bad_flag: 'Neither yes nor no.',
  bad_target: 'Not a whole number from 0 to 10,000.',
  unknown_target: 'Not a goal that Cadence has.',
  too_long: 'Too long.',
  repeated: 'Another row already has this id, week or name.',
  bad_value: 'Not a valid value.',
  missing_row: 'What it belongs to is not in the file.',
  was_rejected: 'A change that was rejected before the export.',
};

export const importProblemMessage = (code: ProblemCode): string => IMPORT_PROBLEM_MESSAGES[code];

/** "activities[3] · date"; the whole file where the problem is with that. */
export const problemLocation = ({ path, field }: Problem): string =>
  path === ''
    ? 'Whole file'
    : joinDetails(path, field !== null && !path.endsWith(`[${JSON.stringify(field)}]`) && field);

const VALUE_PREVIEW_LENGTH = 160;

export const problemValuePreview = ({ value }: Problem): string => {
  const text = typeof value === 'string' ? value : (stringify(value) ?? '');
  return text.length > VALUE_PREVIEW_LENGTH ? `${text.slice(0, VALUE_PREVIEW_LENGTH)} …` : text;
};

const LEFT_OUT_LABELS: Record<LeftOut['part'], string> = {
  enrollments: 'enrollments',
  enrollment_tasks: 'tasks of your enrollments',
  sync_conflicts: 'unresolved conflicts',
  profiles: 'profile',
  programs: 'programs',
  program_tasks: 'program tasks',
  library_blocks: 'library blocks',
};
const COACH_PARTS: readonly LeftOut['part'][] = ['programs', 'program_tasks', 'library_blocks'];

/** Why rows of an export are left out, a sentence for each reason. */
export const leftOutMessages = (leftOut: readonly LeftOut[]): string[] => {
  const listOf = (isOfCoach: boolean) =>
    leftOut
      .filter(({ part }) => COACH_PARTS.includes(part) === isOfCoach)
      .map(({ part, rows }) => `${LEFT_OUT_LABELS[part]} (${formatCount(rows)})`)
      .join(', ');
  const [server, coach] = [listOf(false), listOf(true)];
  return [
    ...(server === '' ? [] : [`Not imported, because only the server adds them: ${server}.`]),
    ...(coach === '' ? [] : [`Not imported, because only coaches can add them: ${coach}.`]),
  ];
};
