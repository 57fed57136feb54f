import { versionsNewestFirst } from '../../domain/programs/version.ts';
import type { PublishedVersion } from '../../data/programs/versions.ts';

/** "version 1, newest is 3"; `undefined` while the versions are not known. */
export const versionLabel = (versionId: string, all: readonly PublishedVersion[] | undefined): string | undefined => {
  const version = all?.find(({ id }) => id === versionId);
  if (!all || !version) return undefined;
  const newest = versionsNewestFirst(all, version.program_id)[0]?.number ?? version.number;
  return `version ${String(version.number)}${newest > version.number ? `, newest is ${String(newest)}` : ''}`;
};

/** The versions that members on `currentVersionIds` can be moved to: those that not all of them are on. */
export const moveTargetsFor = (
  currentVersionIds: ReadonlySet<string>,
  newestFirst: readonly PublishedVersion[],
): PublishedVersion[] => newestFirst.filter(({ id }) => !currentVersionIds.has(id) || currentVersionIds.size > 1);

/** "Version 3, the newest" */
export const moveTargetLabel = (
  { id, number }: PublishedVersion,
  currentVersionIds: ReadonlySet<string>,
  newestFirst: readonly PublishedVersion[],
): string => {
  const oldest = Math.min(...newestFirst.filter((one) => currentVersionIds.has(one.id)).map((one) => one.number));
  const kind = id === newestFirst[0]?.id ? ', the newest' : number < oldest ? ', an older one' : '';
  return `Version ${String(number)}${kind}`;
};
