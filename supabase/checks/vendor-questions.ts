/** Sends a GET below the base URL of a vendor. Never anything else: the probe reads only. */
export interface VendorReader {
  get: (path: string) => Promise<{ status: number; body: unknown }>;
}

/** What the documentation of a vendor leaves open, and how to find it out. Resolves to the finding, in a sentence. */
export interface VendorQuestion {
  question: string;
  find: (reader: VendorReader) => Promise<string>;
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const attributesOf = (row: Fields | undefined): Fields => fieldsOf(row?.['attributes']);
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

const dataOf = async (reader: VendorReader, path: string): Promise<Fields[]> =>
  listOf(fieldsOf((await reader.get(path)).body)['data']);

/** A time before which nothing, and after which everything, was changed. */
const [ALL, NONE] = ['2000-01-01T00:00:00Z', '2999-01-01T00:00:00Z'];

const filterFinding = async (reader: VendorReader, path: string): Promise<string> => {
  const filter = (at: string) => `${path}?limit=5&filter[updated_at][gteq]=${at}`;
  const [all, none] = [await reader.get(filter(ALL)), await reader.get(filter(NONE))];
  if (none.status !== 200) return `refused with status ${String(none.status)}`;
  const [some, nothing] = [all, none].map(({ body }) => listOf(fieldsOf(body)['data']).length);
  return nothing === 0 && some !== 0 ? 'works' : 'is ignored: every walk is a complete one';
};

export const NORTHPASS_QUESTIONS: readonly VendorQuestion[] = [
  {
    question: 'Rows of a page with limit=100',
    find: async (reader) => String((await dataOf(reader, '/people?limit=100')).length),
  },
  { question: 'The filter of people by updated_at', find: (reader) => filterFinding(reader, '/people') },
  {
    question: 'The filter of enrollments by updated_at',
    find: async (reader) => {
      const [course] = await dataOf(reader, '/courses?limit=1');
      return course ? filterFinding(reader, `/courses/${text(course['id'])}/enrollments`) : 'there is no course';
    },
  },
  {
    question: 'Whether people name their groups',
    find: async (reader) => {
      const people = await dataOf(reader, '/people?limit=100');
      const groups = people.map((person) => fieldsOf(fieldsOf(person['relationships'])['groups'])['data']);
      const lists = groups.filter((list) => Array.isArray(list)).length;
      const longest = Math.max(0, ...groups.map((list) => listOf(list).length));
      return `${String(lists)} of ${String(people.length)} have a list, of up to ${String(longest)} groups`;
    },
  },
  {
    question: 'Where transcripts are',
    find: async (reader) => {
      const [person] = await dataOf(reader, '/people?limit=1');
      const id = text(person?.['id']);
      const [direct, nested] = [`/transcripts/${id}`, `/people/${id}/transcripts`];
      return `${direct}: ${String((await reader.get(direct)).status)}, ${nested}: ${String((await reader.get(nested)).status)}`;
    },
  },
  {
    question: 'NPCU in bulk',
    find: async (reader) => {
      const rows = await dataOf(reader, '/properties/courses?limit=100');
      const values = rows.map((row) => fieldsOf(attributesOf(row)['properties'])['npcu']);
      return `${String(rows.length)} courses; ${[...new Set(values.map((value) => typeof value))].join(', ')}`;
    },
  },
];

const resultsOf = async (reader: VendorReader, path: string): Promise<{ count: unknown; results: Fields[] }> => {
  const data = fieldsOf(fieldsOf((await reader.get(path)).body)['data']);
  return { count: data['count'], results: listOf(data['results']) };
};

const FIELDS_WE_NEED = [
  'Total_NPCU__cf',
  'Certified_People__cf',
  'Expiring_Certificates__cf',
  'Partner_Manager__cf',
  'Partner_Manager_Email__cf',
  'Northpass_Group_Id__cf',
];

export const IMPARTNER_QUESTIONS: readonly VendorQuestion[] = [
  {
    question: 'Rows of a page with take=1000',
    find: async (reader) => {
      const { count, results } = await resultsOf(reader, '/Account?fields=Id&take=1000');
      return `${String(results.length)} of ${text(count)}`;
    },
  },
  {
    question: 'How CrmId comes back',
    find: async (reader) => {
      const { results } = await resultsOf(reader, '/Account?fields=Id,CrmId&take=1');
      return Object.keys(results[0] ?? {}).join(', ');
    },
  },
  {
    question: 'The offset of Updated',
    find: async (reader) => {
      const { results } = await resultsOf(reader, '/Account?fields=Id,Updated&take=1');
      return text(results[0]?.['updated'] ?? results[0]?.['Updated']);
    },
  },
  {
    question: 'The zone of filters',
    find: async (reader) => {
      const { results } = await resultsOf(reader, '/Account?fields=Id,Updated&orderby=Updated desc&take=1');
      const newest = Date.parse(text(results[0]?.['updated'] ?? results[0]?.['Updated']));
      if (Number.isNaN(newest)) return 'Updated is no time';
      const naive = (hours: number) => new Date(newest + hours * 3_600_000 + 1_000).toISOString().slice(0, 19);
      const count = async (hours: number) =>
        text((await resultsOf(reader, `/Account?fields=Id&filter=Updated >= '${naive(hours)}'&take=1`)).count);
      return `a second after the newest change: as UTC ${await count(0)} rows, six hours earlier ${await count(-6)}`;
    },
  },
  {
    question: 'The custom fields that the counts need',
    find: async (reader) => {
      const { status, body } = await reader.get('/Account/_describe');
      const description = JSON.stringify(body).toLowerCase();
      const missing = FIELDS_WE_NEED.filter((field) => !description.includes(field.toLowerCase()));
      if (status !== 200) return `the description has status ${String(status)}`;
      return missing.length === 0 ? 'all there' : `missing: ${missing.join(', ')}`;
    },
  },
];
