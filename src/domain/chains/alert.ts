/** Something that admins are told of once. */
export interface Alert {
  id: number;
  /** A step failed; a dataset is stale. */
  kind: 'step_failed' | 'no_success';
  /** The run's id and the task; the dataset. */
  subject: string;
  /** Of a failed step its error code; of a stale dataset the instant, in UTC and without a zone, when it was last refreshed. */
  code: string;
  message: string;
  at: string;
  run_id: number | null;
}

/** The task of a failed step, or the dataset. */
export const alertSubject = ({ kind, subject }: Alert): string =>
  kind === 'step_failed' ? (subject.split(' ')[1] ?? subject) : subject;
