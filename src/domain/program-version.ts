import type { Program, ProgramModule, ProgramParameter, TaskLevel } from './program.ts';

/** A published version, as whoever may take part sees it before. */
export interface ProgramOffer {
  program_id: string;
  version_id: string;
  number: number;
  title: string;
  description: string | null;
  /** The coach's name. */
  coach: string;
  kind: Program['kind'];
  length_days: number;
  day_counting: Program['day_counting'];
  task_count: number;
  /** Of all tasks together. */
  minutes: number;
  parameters: ProgramParameter[];
  /** In the smallest unit of `currency`; `null`: it costs nothing. */
  price: number | null;
  currency: string;
  /** How many people have taken it. */
  uses: number;
  /** Whether an admin lets people take it for themselves; its coach may enroll people all the same. */
  is_approved: boolean;
}

/** A version that somebody may see, by what decides whether they can move to it. */
export interface OpenVersion extends Pick<ProgramOffer, 'program_id' | 'number' | 'price'> {
  id: string;
}

/** The versions of a program, newest first. */
export const versionsOfProgram = <Version extends Pick<ProgramOffer, 'program_id' | 'number'>>(
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
  /** Days that have tasks. */
  days: { day_index: number; tasks: PreviewTask[] }[];
}

/** How often each happened in a program's life. */
export interface ProgramCounts {
  created: number;
  updated: number;
  published: number;
  imported: number;
  used: number;
}
