import type { Problem, ProblemCode } from '../../domain/older-app/outcome.ts';

const SENTENCES: Record<ProblemCode, string> = {
  not_json: 'This is not JSON, or it breaks off before its end.',
  too_deep: 'It is nested deeper than any list of work.',
  nothing_known: 'There are no activities, goals or types in it.',
  not_a_list: 'This is not a list.',
  not_a_row: 'This is not a row with names and values.',
  missing: 'It is missing.',
  bad_id: 'This is not an id.',
  bad_date: 'This is not a date that can be told for certain.',
  bad_time: 'This is not a time of day.',
  bad_duration: 'This is not a number of minutes, at most one day.',
  bad_status: 'This is not a status that Cadence knows.',
  bad_text: 'This is not a text.',
  bad_flag: 'This is neither yes nor no.',
  bad_target: 'This is not a whole number from 0 to 10,000.',
  unknown_target: 'Cadence has no goal of this kind.',
  too_long: 'It is too long.',
  repeated: 'Another row has the same id, week or name already.',
};

export const sentenceOf = (code: ProblemCode): string => SENTENCES[code];

/** "activities[3] · date"; the whole where the problem is with that. */
export const placeOf = ({ path, field }: Problem): string =>
  path === ''
    ? 'The whole'
    : [path, ...(field === null || path.endsWith(`[${JSON.stringify(field)}]`) ? [] : [field])].join(' · ');

const PREVIEW = 160;

/** The beginning of what it held. */
export const previewOf = ({ held }: Problem): string => {
  const text = typeof held === 'string' ? held : JSON.stringify(held);
  return text.length > PREVIEW ? `${text.slice(0, PREVIEW)} …` : text;
};
