/** Rows that a complete walk missed, more than can be believed: nothing is gone until an admin decides. */
export interface HeldDeletion {
  id: number;
  dataset: string;
  found_at: string;
  /** Of `row_count` rows. */
  missing_count: number;
  row_count: number;
  /** Up to 20 of them. */
  sample: SampleRow[];
}

export type SampleRow = Record<string, string>;

/** What tells the rows of a dataset apart, first. */
const LEADING_COLUMNS = [
  'name',
  'company',
  'first_name',
  'last_name',
  'email',
  'group_id',
  'person_id',
  'course_id',
  'partner_id',
];
const MOST_COLUMNS = 4;

/** The columns of a sample that have values, the telling ones first and the id last, at most four. An id that is made of others says no more. */
export const sampleColumns = (sample: readonly SampleRow[]): string[] => {
  const used = new Set(sample.flatMap((row) => Object.keys(row).filter((column) => row[column] !== '')));
  const leading = LEADING_COLUMNS.filter((column) => used.has(column));
  const others = [...used].filter((column) => column !== 'id' && !leading.includes(column));
  return [
    ...[...leading, ...others].slice(0, MOST_COLUMNS - 1),
    ...(used.has('id') && !used.has('person_id') ? ['id'] : []),
  ];
};
