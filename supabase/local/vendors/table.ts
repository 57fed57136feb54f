/** Results that `remember` keeps; a walk over pages needs one of them. */
const REMEMBERED = 32;

/** What a list or a lookup needs of a table. */
export interface TableReader<Row, Id extends string | number> {
  /** All rows, in the order in which they were added. */
  all(): readonly Row[];
  get(id: Id): Row | undefined;
  /** What `compute` returns, computed once until the table changes. */
  remember<T>(key: string, compute: () => T): T;
}

/** Rows with unique ids. Rows are never changed in place: an edit puts another row in the place of the old one. */
export class Table<Row, Id extends string | number> implements TableReader<Row, Id> {
  readonly #rows = new Map<Id, Row>();
  readonly #idOf: (row: Row) => Id;
  readonly #updatedAt: (at: number) => Partial<Row>;
  readonly #groups = new Map<keyof Row, Map<unknown, Row[]>>();
  readonly #remembered = new Map<string, unknown>();
  #all: readonly Row[] | null = null;

  /** `updatedAt`: what an edit sets, given its instant in milliseconds since 1970. */
  constructor(idOf: (row: Row) => Id, updatedAt: (at: number) => Partial<Row> = () => ({})) {
    this.#idOf = idOf;
    this.#updatedAt = updatedAt;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: Id): Row | undefined {
    return this.#rows.get(id);
  }

  all(): readonly Row[] {
    this.#all ??= [...this.#rows.values()];
    return this.#all;
  }

  /** The rows with that value in a field, in the order in which they were added. The field is indexed at the first call. */
  where<Field extends keyof Row>(field: Field, value: Row[Field]): readonly Row[] {
    let groups = this.#groups.get(field);
    if (!groups) {
      groups = new Map<unknown, Row[]>();
      for (const row of this.#rows.values()) {
        const group = groups.get(row[field]);
        if (group) group.push(row);
        else groups.set(row[field], [row]);
      }
      this.#groups.set(field, groups);
    }
    return groups.get(value) ?? [];
  }

  remember<T>(key: string, compute: () => T): T {
    if (this.#remembered.has(key)) return this.#remembered.get(key) as T;
    const [oldest] = this.#remembered.keys();
    if (oldest !== undefined && this.#remembered.size >= REMEMBERED) this.#remembered.delete(oldest);
    const computed = compute();
    this.#remembered.set(key, computed);
    return computed;
  }

  /** @throws RangeError where the id is taken. */
  add(row: Row): void {
    const id = this.#idOf(row);
    if (this.#rows.has(id)) throw new RangeError(`There is a row ${id} already.`);
    this.#rows.set(id, row);
    this.#forget();
  }

  /**
   * Changes fields of a row, which keeps its place in lists. `at`, in milliseconds since 1970, becomes the time of its last
   * change.
   *
   * @throws RangeError where there is no such row.
   */
  edit(id: Id, changes: Partial<Row>, at: number): void {
    const row = this.#rows.get(id);
    if (row === undefined) throw new RangeError(`There is no row ${id}.`);
    this.#rows.set(id, { ...row, ...changes, ...this.#updatedAt(at) });
    this.#forget();
  }

  /** Whether there was such a row. */
  delete(id: Id): boolean {
    const existed = this.#rows.delete(id);
    if (existed) this.#forget();
    return existed;
  }

  #forget(): void {
    this.#all = null;
    this.#groups.clear();
    this.#remembered.clear();
  }
}
