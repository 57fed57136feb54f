import type { Program, ProgramModule, ProgramParameter, TaskLevel } from './program.ts';

/** A published version as people who may enroll see it. */
export interface ProgramOffer {
  program_id: string;
  version_id: string;
  number: number;
  title: string;
  description: string | null;
  /** The coach's display name. */
  coach: string;
  kind: Program['kind'];
  length_days: number;
  day_counting: Program['day_counting'];
  task_count: number;
  /** The sum over all tasks. */
  minutes: number;
  parameters: ProgramParameter[];
  /** In the smallest unit of `currency`; `null` where it is free. */
  price: number | null;
  currency: string;
  /** Of an offer with a price: how many days from the first are shown before it is paid for; `null`: none. */
  preview_days: number | null;
  /** Number of enrollments. */
  uses: number;
  /** Whether people may enroll themselves. The coach may enroll people without an admin's approval. */
  is_approved: boolean;
}

/** A version that the person may see, with the fields that decide whether they may move to it. */
export interface VisibleVersion extends Pick<ProgramOffer, 'program_id' | 'number' | 'price'> {
  id: string;
}

/** The versions of a program, newest first. */
export const versionsNewestFirst = <Version extends Pick<ProgramOffer, 'program_id' | 'number'>>(
  versions: readonly Version[],
  programId: string,
): Version[] => versions.filter(({ program_id }) => program_id === programId).sort((a, b) => b.number - a.number);

export interface PreviewTask {
  title: string;
  notes: string | null;
  minutes: number | null;
  type: string;
  is_required: boolean;
  level: TaskLevel;
}

export interface VersionPreview extends ProgramOffer {
  modules: ProgramModule[];
  /** Only days that have tasks, and that the reader may see. */
  days: { day_index: number; tasks: PreviewTask[] }[];
  /** How many tasks the reader may not see. */
  hidden_tasks: number;
}

/** How often each event happened to a program. */
export interface ProgramCounts {
  created: number;
  updated: number;
  published: number;
  imported: number;
  used: number;
}
