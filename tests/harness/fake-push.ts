import type { RejectionCode, Verdict, WireChange } from '../../src/contract/protocol.ts';
import type { Row } from '../../src/domain/sync/change.ts';
import { HLC_TIMESTAMP_PATTERN, type HlcTimestamp } from '../../src/domain/sync/hlc.ts';
import { clashesOf, noteConflict } from './fake-conflicts.ts';
import { type FakeWriter, rowKey, type StoredRow, tableOf } from './fake-database.ts';
import { FAKE_REFERENCE, FAKE_TABLES } from './fake-tables.ts';

class Refusal extends Error {
  constructor(readonly code: RejectionCode) {
    super(code);
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const KEPT_BY_SERVER = ['id', 'field_timestamps', 'updated_at'];

/** Decides one change of `person` and carries it out. `stamp` is the change's stamp as it counts. */
export const decide = (writer: FakeWriter, person: string, change: WireChange, stamp: HlcTimestamp): Verdict => {
  const { seq } = change;
  try {
    const clashes = !Object.hasOwn(FAKE_TABLES, change.table)
      ? []
      : clashesOf(change, stamp, visibleRow(writer, person, change), graveOf(writer, person, change));
    const lost = apply(writer, person, change, stamp);
    for (const clash of clashes) noteConflict(writer, person, change, clash);
    const verdict = clashes.length > 0 ? 'conflict' : lost.length > 0 ? 'merged' : 'applied';
    return { seq, verdict, ...(lost.length > 0 && { lost }) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { seq, verdict: 'rejected', code: refusal.code, detail: null };
  }
};

/** Returns the fields that lost against a later edit. */
const apply = (writer: FakeWriter, person: string, change: WireChange, stamp: HlcTimestamp): string[] => {
  const { table, row: id, op, fields } = change;
  if (!Object.hasOwn(FAKE_TABLES, table)) throw new Refusal('unknown_table');
  const keys = Object.keys(fields).sort();
  const isEmptyUpdate = op === 'update' && keys.length === 0;
  if (!UUID.test(id) || !HLC_TIMESTAMP_PATTERN.test(change.timestamp) || isEmptyUpdate) throw new Refusal('malformed');
  if (keys.some((key) => KEPT_BY_SERVER.includes(key))) throw new Refusal('unknown_field');
  const { columns } = tableOf(table);
  if (keys.some((key) => !Object.hasOwn(columns, key))) throw new Refusal('unknown_field');

  const exists = writer.rowsOf(table).get(id);
  const visible = visibleRow(writer, person, change);
  const grave = graveOf(writer, person, change);

  switch (op) {
    case 'delete': {
      if (tableOf(table).isOpen === false) throw new Refusal('forbidden');
      if (visible) {
        if (Object.values(visible.stamps).some((field) => field >= stamp)) return ['*'];
        writer.remove(table, id, stamp);
      } else if (grave && grave.stamp < stamp) {
        writer.state.graves.set(rowKey(table, id), { ...grave, stamp });
      }
      return [];
    }
    case 'insert': {
      if (tableOf(table).isOpen !== true) throw new Refusal('forbidden');
      if (grave && grave.stamp > stamp) return keys;
      if (!exists) {
        store(writer, person, table, { values: { ...fields, id }, stamps: { '*': stamp } });
        return [];
      }
      if (!visible) throw new Refusal('not_found');
      return merge(writer, person, table, visible, fields, keys, stamp);
    }
    case 'update': {
      if (visible) return merge(writer, person, table, visible, fields, keys, stamp);
      if (!grave) throw new Refusal('not_found');
      if (grave.stamp > stamp) return keys;
      const stamps = { ...grave.stamps, ...Object.fromEntries(keys.map((key) => [key, stamp])) };
      store(writer, person, table, { values: { ...grave.values, ...fields }, stamps });
      return [];
    }
  }
};

const visibleRow = (writer: FakeWriter, person: string, { table, row }: WireChange): StoredRow | undefined => {
  const stored = writer.state.rows.get(table)?.get(row);
  return stored && isVisible(writer, person, table, stored) ? stored : undefined;
};

const graveOf = (writer: FakeWriter, person: string, { table, row }: WireChange) => {
  const found = writer.state.graves.get(rowKey(table, row));
  return found?.owner === person ? found : undefined;
};

export const isVisible = (writer: Pick<FakeWriter, 'state'>, person: string, table: string, row: StoredRow): boolean =>
  row.values[tableOf(table).owner] === person && !writer.state.hidden.has(rowKey(table, row.values.id));

const merge = (
  writer: FakeWriter,
  person: string,
  table: string,
  row: StoredRow,
  fields: Record<string, unknown>,
  keys: string[],
  stamp: HlcTimestamp,
): string[] => {
  const { editable } = tableOf(table);
  if (editable && keys.some((key) => !editable.includes(key))) throw new Refusal('forbidden');
  const stampOf = (key: string) => row.stamps[key] ?? row.stamps['*'] ?? '';
  const won = keys.filter((key) => stamp > stampOf(key));
  store(writer, person, table, {
    values: { ...row.values, ...Object.fromEntries(won.map((key) => [key, fields[key]])) },
    stamps: { ...row.stamps, ...Object.fromEntries(won.map((key) => [key, stamp])) },
  });
  return keys.filter((key) => !won.includes(key) && stampOf(key) !== stamp);
};

const store = (writer: FakeWriter, person: string, table: string, { values, stamps }: StoredRow): void => {
  const { columns, owner, fault } = tableOf(table);
  const full: Row = { id: values.id };
  for (const [name, column] of Object.entries(columns)) {
    const given = name in values ? values[name] : column.byDefault?.(person, writer.instant);
    if (!column.allows(given)) throw new Refusal('invalid_value');
    full[name] = column.stored ? column.stored(given) : given;
  }
  if (full[owner] !== person) throw new Refusal('forbidden');
  const others = [...writer.rowsOf(table).values()].map((row) => row.values);
  const wrong = fault?.(
    full,
    others.filter((other) => other.id !== full.id && other[owner] === person),
  );
  if (wrong) throw new Refusal(wrong);
  if (table === FAKE_REFERENCE.from) {
    const parent = full[FAKE_REFERENCE.column];
    const lead = typeof parent === 'string' ? writer.rowsOf(FAKE_REFERENCE.to).get(parent) : undefined;
    const isThere = parent === null || lead?.values['user_id'] === person;
    if (!isThere) throw new Refusal('missing_parent');
  }
  writer.put(table, { values: full, stamps });
};
