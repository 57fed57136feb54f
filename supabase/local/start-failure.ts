export type StartFailureReason =
  | 'port-taken'
  | 'port-unusable'
  | 'data-damaged'
  | 'data-unusable'
  | 'data-in-use'
  | 'migration-failed'
  | 'bad-setting';

/** Why Cadence cannot run. The message is for the person who started it: what happened, and what to do. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';

  constructor(
    readonly reason: StartFailureReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
