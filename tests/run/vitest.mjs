/** The command that runs these projects, or `files` of them. */
export const vitest = (projects, files = []) => [
  'vitest',
  'run',
  ...projects.flatMap((project) => ['--project', project]),
  ...files,
];
