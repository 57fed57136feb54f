import { hasUnpublishedChanges } from '../../domain/programs/draft.ts';
import type { ProgramWithTasks } from '../../data/programs/drafts.ts';
import type { PublishedVersion } from '../../data/programs/versions.ts';

export interface PublicationStatus {
  state: 'draft' | 'published' | 'edited';
  /** The version that people can enroll in; `undefined` while it is not known. */
  version: PublishedVersion | undefined;
}

/** Compares a draft with its published version. */
export const publicationStatusOf = (
  { program, tasks, areTasksPending }: ProgramWithTasks,
  versions: readonly PublishedVersion[] | undefined,
): PublicationStatus => {
  const { id, published_version } = program;
  if (published_version === null) return { state: 'draft', version: undefined };
  const version = versions?.find(({ program_id, number }) => program_id === id && number === published_version);
  const isEdited = areTasksPending || (version !== undefined && hasUnpublishedChanges(program, tasks, version));
  return { state: isEdited ? 'edited' : 'published', version };
};
