/** Why a request is not done, as its caller is told: `{code, message}` with the status. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** True where the same request may succeed later: the database could not be asked, or is overloaded. */
  get isPassing(): boolean {
    return this.status >= 500;
  }
}
