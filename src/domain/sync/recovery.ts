import type { Change, Edit, Row } from './change.ts';
import type { FieldTimestamps, HlcTimestamp } from './hlc.ts';

/** An edit that a device offers to a restored database, with the timestamps that it was made with. */
export type OfferedEdit = Edit & Pick<Change, 'timestamp' | 'timestamps'>;

/** Why an offer waits for the person's decision, in place of a rejection code: the operator says that the backup is right. */
export const NOT_IN_BACKUP = 'not_in_backup';

/** Begins the timestamp of a row that the server made and nobody has edited. */
const LOWEST = '000000000000';

export const isMadeByServer = (timestamps: FieldTimestamps): boolean => (timestamps['*'] ?? '').startsWith(LOWEST);

export const latestTimestamp = (timestamps: FieldTimestamps): HlcTimestamp =>
  Object.values(timestamps).reduce((latest, timestamp) => (timestamp > latest ? timestamp : latest), '');

/** An insert of a row that a restored database lacks, in which each field has its own timestamp (INV-6). */
export const insertToOffer = (fields: Readonly<Record<string, unknown>>, known: FieldTimestamps): OfferedEdit => ({
  op: 'insert',
  fields: { ...fields },
  timestamp: latestTimestamp(known),
  timestamps: known,
});

/**
 * An update of the fields that a restored database has older than this device, each with its own timestamp (INV-6), and of
 * the long texts that it has otherwise: whoever wrote those may not have seen this one. `null` where there are none.
 *
 * @param fields the row's fields that devices may set, as the server last sent them.
 * @param stored the row as the database has it, with its timestamps.
 */
export const updateToOffer = (
  fields: Readonly<Record<string, unknown>>,
  known: FieldTimestamps,
  stored: { fields: Readonly<Record<string, unknown>>; timestamps: FieldTimestamps },
  longText: readonly string[],
): OfferedEdit | null => {
  const offered = Object.keys(fields).filter((field) => {
    const [here, there] = [timestampOf(known, field), timestampOf(stored.timestamps, field)];
    return here > there || (here !== there && longText.includes(field) && fields[field] !== stored.fields[field]);
  });
  if (offered.length === 0) return null;
  const timestamps = Object.fromEntries(offered.map((field) => [field, timestampOf(known, field)]));
  return {
    op: 'update',
    fields: Object.fromEntries(offered.map((field) => [field, fields[field]])),
    timestamp: latestTimestamp(timestamps),
    timestamps,
  };
};

const timestampOf = (timestamps: FieldTimestamps, field: string): HlcTimestamp =>
  timestamps[field] ?? timestamps['*'] ?? '';

/** The number in a history token: a token with a higher one was issued later. */
export const tokenNumber = (token: string): number => Number(token.slice(0, token.indexOf(':')));

/** A stored row with the timestamps of its fields. */
export type TimestampedRow = Row & { field_timestamps: FieldTimestamps };

export const hasTimestamps = (row: Row | null | undefined): row is TimestampedRow =>
  typeof row?.['field_timestamps'] === 'object' && row['field_timestamps'] !== null;
