import type { Change } from '../../src/domain/change.ts';

/**
 * The nemesis' own books, kept beside the engine's: what was written, what the server's rows have been, and
 * what was seen. Every value that is written is unlike any other, so that a value tells which write it is of.
 */
export const MARKED = {
  program_activities: ['title', 'description', 'notes', 'outcome', 'metadata'],
  submissions: ['name', 'company', 'email', 'notes'],
} as const;
export type MarkedTable = keyof typeof MARKED;
export const MARKED_TABLES = Object.keys(MARKED) as MarkedTable[];

/** `client/number/part` */
export type Marker = string;

/** A value that carries a marker; `metadata` is the one field that holds no text. */
export const valueOf = (field: string, marker: Marker): unknown => (field === 'metadata' ? { marker } : marker);

const markerOf = (value: unknown): Marker | null => {
  if (typeof value === 'string') return value;
  const { marker } = (value ?? {}) as { marker?: unknown };
  return typeof marker === 'string' ? marker : null;
};

type Row = Record<string, unknown> & { id: string };

interface Content {
  table: MarkedTable;
  row: Row;
}

/** The fields of a row that carry markers, each with its name in the books. */
const marksOf = ({ table, row }: Content): { field: string; marker: Marker }[] =>
  MARKED[table].flatMap((name) => {
    const marker = markerOf(row[name]);
    return marker === null ? [] : [{ field: `${table}/${row.id}.${name}`, marker }];
  });

/** What one client has shown of each field, one after the other. */
export class Sightings {
  readonly of = new Map<string, Marker[]>();

  constructor(readonly client: string) {}

  see(table: MarkedTable, rows: readonly Row[]): void {
    for (const row of rows) {
      for (const { field, marker } of marksOf({ table, row })) {
        const seen = this.of.get(field);
        if (!seen) this.of.set(field, [marker]);
        else if (seen.at(-1) !== marker) seen.push(marker);
      }
    }
  }
}

interface Write {
  value: unknown;
  stamp: string;
}

/**
 * Of all kept writes of a field the one with the latest stamp stands.
 * @param kept the changes of which a client was told that they are on the device, and no others.
 */
export const lostWrites = (kept: readonly Change[], stored: readonly Content[]): string[] => {
  const latest = new Map<string, Write>();
  for (const { table, row, fields, stamp } of kept) {
    for (const [name, value] of Object.entries(fields)) {
      const field = `${table}/${row}.${name}`;
      if (stamp > (latest.get(field)?.stamp ?? '')) latest.set(field, { value, stamp });
    }
  }
  const rows = new Map(stored.map((content) => [`${content.table}/${content.row.id}`, content.row]));
  return [...latest].flatMap(([field, { value, stamp }]) => {
    const [row = '', name = ''] = field.split('.');
    const [table = ''] = row.split('/');
    if (!(MARKED[table as MarkedTable] as readonly string[]).includes(name)) return [];
    const found = rows.get(row)?.[name];
    return JSON.stringify(found) === JSON.stringify(value)
      ? []
      : [`${field} is ${JSON.stringify(found)}, and ${JSON.stringify(value)} of ${stamp} is lost`];
  });
};

/** No field takes a value twice, and no row changes more often than there are changes of it. */
export const appliedTwice = (kept: readonly Change[], versions: readonly Content[]): string[] => {
  const faults: string[] = [];
  const current = new Map<string, Marker>();
  const taken = new Set<string>();
  const changes = countBy(kept.map(({ table, row }) => `${table}/${row}`));
  const applied = countBy(versions.map(({ table, row }) => `${table}/${row.id}`));
  for (const version of versions) {
    for (const { field, marker } of marksOf(version)) {
      if (current.get(field) === marker) continue;
      current.set(field, marker);
      if (taken.has(`${field}=${marker}`)) faults.push(`${field} took ${marker} a second time`);
      taken.add(`${field}=${marker}`);
    }
  }
  for (const [row, count] of applied) {
    const allowed = changes.get(row) ?? 0;
    if (count > allowed) faults.push(`${row} changed ${count} times by ${allowed} changes`);
  }
  return faults;
};

const countBy = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

/** No client shows a version of a field after a later one. What only it has, its own pending edits, is its own matter. */
export const wentBack = (sightings: readonly Sightings[], versions: readonly Content[]): string[] => {
  const order = new Map<string, number>();
  versions.forEach((version, at) => {
    for (const { field, marker } of marksOf(version)) {
      if (!order.has(`${field}=${marker}`)) order.set(`${field}=${marker}`, at);
    }
  });
  return sightings.flatMap(({ client, of }) =>
    [...of].flatMap(([field, markers]) => {
      const faults: string[] = [];
      let newest = { at: -1, marker: '' };
      for (const marker of markers) {
        const at = order.get(`${field}=${marker}`);
        if (at === undefined) {
          if (!marker.startsWith(`${client}/`)) faults.push(`${client} showed ${marker} in ${field}, which never was`);
        } else if (at < newest.at) faults.push(`${client} went back from ${newest.marker} to ${marker} in ${field}`);
        else newest = { at, marker };
      }
      return faults;
    }),
  );
};
