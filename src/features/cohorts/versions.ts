import { versionsOfProgram } from '../../domain/program-version.ts';
import type { PublishedVersion } from '../../remote/programs.ts';

/** "version 1, newest is 3"; nothing while the versions are not known. */
export const versionText = (versionId: string, all: readonly PublishedVersion[] | undefined): string | undefined => {
  const own = all?.find(({ id }) => id === versionId);
  if (!all || !own) return undefined;
  const newest = versionsOfProgram(all, own.program_id)[0]?.number ?? own.number;
  return `version ${String(own.number)}${newest > own.number ? `, newest is ${String(newest)}` : ''}`;
};

/** The versions that somebody can be moved to who is on all of `on`: those on which not everybody is yet. */
export const targetsFor = (on: ReadonlySet<string>, newestFirst: readonly PublishedVersion[]): PublishedVersion[] =>
  newestFirst.filter(({ id }) => !on.has(id) || on.size > 1);

/** "Version 3, the newest" */
export const targetLabel = (
  { id, number }: PublishedVersion,
  on: ReadonlySet<string>,
  newestFirst: readonly PublishedVersion[],
): string => {
  const oldest = Math.min(...newestFirst.filter((one) => on.has(one.id)).map((one) => one.number));
  const kind = id === newestFirst[0]?.id ? ', the newest' : number < oldest ? ', an older one' : '';
  return `Version ${String(number)}${kind}`;
};
