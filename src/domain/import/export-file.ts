import { derivedImportId } from './derived-import-id.ts';
import { EXPORT_COLUMNS, type ExportTable } from './export-columns.ts';
import { Fields, isMembers, type Members } from './fields.ts';
import { isTooDeep, parseJson } from './json.ts';
import { type LegacyRow, goalsRows, typeRows } from './legacy-rows.ts';
import { createLegacyRowReader } from './legacy-reader.ts';
import {
  type ImportedActivity,
  type ImportedRow,
  type Importer,
  type ImportContents,
  type ProblemCode,
  type LeftOut,
  type Outcome,
  Unreadable,
} from './outcome.ts';
import { readLongText, readUuid } from './values.ts';

/** The version of exports that this reads; newer ones need a newer Cadence. */
const VERSION = 1;

/**
 * The rows of Cadence's own export; `null` where `text` is none. On the account that it came from, each row keeps its
 * id. On another one it gets an id derived from both, so that importing it again, on any device, gives the same row,
 * and what refers to it follows. What only the server or a coach can add is left out, and counted.
 */
export const readExportFile = (text: string, importer: Importer): ImportContents | null => {
  const file = parseExport(text);
  if (!file) return null;
  const refuse = (code: ProblemCode): ImportContents => ({
    rows: [() => ({ kind: 'problem', path: '', code, field: null, value: text })],
    ignoredParts: [],
    leftOut: [],
    isOfOtherAccount: false,
  });
  if (isTooDeep(file)) return refuse('too_deep');
  if (file['version'] !== VERSION || !isMembers(file['tables'])) return refuse('unknown_version');
  return new ExportReader(importer, file, file['tables']).source();
};

const FORMAT = 'cadence-export';

const parseExport = (text: string): Members | null => {
  // Other files are parsed elsewhere, and may be large.
  if (!text.includes(FORMAT)) return null;
  try {
    const file = parseJson(text);
    return isMembers(file) && file['format'] === FORMAT ? file : null;
  } catch {
    return null;
  }
};

interface TableRow<Table extends string> {
  table: Table;
  path: string;
  value: unknown;
}

/** Only coaches have rows of them. */
const AUTHORED_TABLES = ['programs', 'program_tasks', 'library_blocks'] as const;

class ExportReader {
  private readonly seen = new Set<string>();
  private readonly readLegacyRow: (row: LegacyRow) => Outcome;
  /** `table id` of the rows that could be read. */
  private readonly imported = new Set<string>();

  constructor(
    private readonly importer: Importer,
    private readonly file: Members,
    private readonly tables: Members,
  ) {
    this.readLegacyRow = createLegacyRowReader(importer);
  }

  source(): ImportContents {
    const leftOut: LeftOut[] = [];
    const leaveOut = (part: LeftOut['part'], rows: number) => {
      if (rows > 0) leftOut.push({ part, rows });
    };
    for (const part of ['enrollments', 'sync_conflicts', 'profiles'] as const) {
      leaveOut(part, this.rowsOf(part).length);
    }
    const tasks = this.rowsOf('tasks');
    const ownTasks = tasks.filter(({ value }) => !this.isOfKnownEnrollment(value));
    leaveOut('enrollment_tasks', tasks.length - ownTasks.length);
    const authored = AUTHORED_TABLES.flatMap((table) => this.rowsOf(table));
    if (!this.importer.isCoach) {
      for (const part of AUTHORED_TABLES) leaveOut(part, this.rowsOf(part).length);
    }
    const rowsToRead = [
      ...this.rowsOf('submissions'),
      ...this.rowsOf('program_activities'),
      ...(this.importer.isCoach ? authored : []),
      ...ownTasks,
    ];
    const legacyRows = [
      ...typeRows('program_custom_activity_types', this.tables['program_custom_activity_types']),
      ...goalsRows('program_weekly_goals', this.tables['program_weekly_goals'], null),
    ];
    return {
      rows: [
        ...legacyRows.map((row) => () => this.readLegacyRow(row)),
        ...rowsToRead.map((row) => () => this.read(row)),
        ...this.rejectedChanges().map((problem) => () => problem),
      ],
      ignoredParts: [],
      leftOut,
      isOfOtherAccount: !this.isOwn,
    };
  }

  private get isOwn(): boolean {
    return this.file['user_id'] === this.importer.userId;
  }

  private rowsOf<Table extends string>(table: Table): TableRow<Table>[] {
    const rows = this.tables[table];
    return Array.isArray(rows)
      ? rows.map((value: unknown, index) => ({ table, path: `${table}[${index}]`, value }))
      : [];
  }

  /** The server makes the tasks of an enrollment that the person has. */
  private isOfKnownEnrollment(value: unknown): boolean {
    return isMembers(value) && this.importer.enrollments.has(String(value['enrollment_id']));
  }

  private newId(table: ExportTable, id: string): string {
    return this.isOwn ? id : derivedImportId(this.importer.userId, table, id);
  }

  private read({ table, path, value }: TableRow<ExportTable>): Outcome {
    try {
      if (!isMembers(value)) throw new Unreadable('not_a_row');
      const fields = new Fields(value);
      // Its tasks have ids that only the server may give.
      const isProgramTask = table === 'tasks' && fields.has('template_task_id');
      const oldId = fields.require(readUuid, 'id');
      const id = isProgramTask ? derivedImportId(this.importer.userId, table, oldId) : this.newId(table, oldId);
      if (this.seen.has(`${table} ${id}`)) throw new Unreadable('repeated');
      this.seen.add(`${table} ${id}`);
      const columns = Object.fromEntries<unknown>(
        Object.entries(EXPORT_COLUMNS[table]).map(([name, column]): [string, unknown] => [
          name,
          'fallback' in column
            ? (fields.read(column.read, name) ?? column.fallback)
            : fields.require(column.read, name),
        ]),
      );
      const row: ImportedRow = { id, ...columns, ...this.adaptedFields(table, fields, columns) };
      this.imported.add(`${table} ${id}`);
      return table === 'program_activities'
        ? { kind: 'activity', path, activity: row as ImportedActivity }
        : { kind: 'row', path, table, row };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { kind: 'problem', path, code: error.code, field: error.field, value };
    }
  }

  /** What refers to other rows, and what is different in an imported row. */
  private adaptedFields(table: ExportTable, fields: Fields, columns: Members): Members {
    switch (table) {
      case 'program_activities': {
        const oldLead = fields.peek('lead_id');
        const lead = typeof oldLead === 'string' ? this.newId('submissions', oldLead.toLowerCase()) : '';
        const isKnown = this.importer.leads.has(lead) || this.imported.has(`submissions ${lead}`);
        return { lead_id: isKnown ? lead : null };
      }
      case 'program_tasks': {
        const program = this.newId('programs', fields.require(readUuid, 'program_id'));
        if (!this.imported.has(`programs ${program}`)) throw new Unreadable('missing_row', 'program_id');
        return { program_id: program };
      }
      case 'programs':
        // It is a draft again until its coach publishes it.
        return { visibility: 'private' };
      case 'tasks':
        return {
          source_type: 'self',
          enrollment_id: null,
          template_task_id: null,
          program_day: null,
          // An own task has one text.
          notes: joinTexts(columns['notes'], columns['client_notes']),
          client_notes: null,
          coach_edited_at: null,
          coach_edit_seen_at: null,
        };
      case 'submissions':
      case 'library_blocks':
        return {};
    }
  }

  /** Pending changes are in the rows already; what the server had rejected is not. */
  private rejectedChanges(): Outcome[] {
    const { unsynced } = this.file;
    const changes: unknown[] = Array.isArray(unsynced) ? unsynced : [];
    return changes.flatMap((value, index): Outcome[] =>
      isMembers(value) && value['state'] === 'rejected'
        ? [{ kind: 'problem', path: `unsynced[${index}]`, code: 'was_rejected', field: null, value }]
        : [],
    );
  }
}

/** @throws Unreadable where both together are too long. */
const joinTexts = (...texts: unknown[]): string | null => {
  const found = texts.filter((text) => typeof text === 'string' && text !== '');
  return found.length === 0 ? null : readLongText(found.join('\n\n'));
};
