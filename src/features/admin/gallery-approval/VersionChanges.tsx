import { useQuery } from '@tanstack/react-query';
import { TransportFailure } from '../../../contract/transport-failure.ts';
import { compareVersions, type VersionTask } from '../../../domain/programs/compare-versions.ts';
import { getVersionTasks } from '../../../data/programs/reviews.ts';
import { getVersionPreview } from '../../../data/programs/versions.ts';
import type { VersionPreview } from '../../../domain/programs/version.ts';
import { requestErrorMessage } from '../../../shared/errors/request-error-message.ts';
import { priceLabel, programLengthLabel } from '../../../shared/programs/program-labels.ts';
import { RetryNotice } from '../../../shared/queries/RetryNotice.tsx';
import { formatDuration, joinDetails, plural } from '../../../ui/format.ts';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import styles from './VersionPreviewContent.module.css';

/** What a version changes of the approved one. Ids of versions. */
export const VersionChanges = ({ before, after }: { before: string; after: string }) => {
  const versions = useQuery({
    queryKey: ['version-changes', before, after],
    queryFn: async () => {
      const [tasksBefore, tasksAfter, offerBefore, offerAfter] = await Promise.all([
        getVersionTasks(before),
        getVersionTasks(after),
        getVersionPreview(before),
        getVersionPreview(after),
      ]);
      return { tasks: compareVersions(tasksBefore, tasksAfter), facts: changedFacts(offerBefore, offerAfter) };
    },
    networkMode: 'always',
  });
  if (versions.isError) {
    const failure = versions.error instanceof TransportFailure ? versions.error : null;
    return (
      <RetryNotice
        title="Couldn’t compare the versions."
        message={requestErrorMessage(failure?.code ?? null, 'Nothing was decided.', 'A version no longer exists.')}
        onRetry={() => versions.refetch()}
      />
    );
  }
  if (!versions.data) return <SkeletonRows count={5} />;
  const { tasks, facts } = versions.data;
  const { added, removed, changed } = tasks;
  return (
    <>
      <p className={styles.quiet}>
        {joinDetails(
          `${plural(added.length, 'task')} added`,
          `${String(removed.length)} removed`,
          `${String(changed.length)} changed`,
        )}
      </p>
      {facts.length > 0 && (
        <Changes title="About the program">
          {facts.map(({ name, from, to }) => (
            <Change key={name} name={name} before={from} after={to} />
          ))}
        </Changes>
      )}
      {changed.length > 0 && (
        <Changes title="Changed tasks">
          {changed.map((pair) => (
            <Change
              key={pair.after.task_id}
              name={`Day ${String(pair.after.day_index)}`}
              before={taskText(pair.before, pair.before.day_index !== pair.after.day_index)}
              after={taskText(pair.after, pair.before.day_index !== pair.after.day_index)}
            />
          ))}
        </Changes>
      )}
      {added.length > 0 && (
        <Changes title="Added tasks">
          {added.map((task) => (
            <Change key={task.task_id} name={`Day ${String(task.day_index)}`} after={taskText(task)} />
          ))}
        </Changes>
      )}
      {removed.length > 0 && (
        <Changes title="Removed tasks">
          {removed.map((task) => (
            <Change key={task.task_id} name={`Day ${String(task.day_index)}`} before={taskText(task)} />
          ))}
        </Changes>
      )}
    </>
  );
};

const Changes = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section>
    <h3 className={styles.day}>{title}</h3>
    <ul className={styles.tasks}>{children}</ul>
  </section>
);

const Change = ({ name, before, after }: { name: string; before?: string; after?: string }) => (
  <li className={styles.change}>
    <span className={styles.quiet}>{name}</span>
    {before !== undefined && <del dir="auto">{before}</del>}
    {after !== undefined && <ins dir="auto">{after}</ins>}
  </li>
);

const taskText = (
  { day_index, title, notes, minutes, type, is_required, level }: VersionTask,
  showsDay = false,
): string =>
  [
    joinDetails(
      title,
      minutes !== null && formatDuration(minutes),
      type !== 'task' && type,
      !is_required && 'optional',
      level === 'program_week' && 'for the week',
      level === 'program' && 'for the program',
      showsDay && `day ${String(day_index)}`,
    ),
    notes,
  ]
    .filter(Boolean)
    .join('\n');

interface ChangedFact {
  name: string;
  from: string;
  to: string;
}

const FACTS: readonly [string, (version: VersionPreview) => string][] = [
  ['Title', ({ title }) => title],
  ['Description', ({ description }) => description ?? '–'],
  ['Length', programLengthLabel],
  ['Price', priceLabel],
  ['Preview', ({ preview_days }) => plural(preview_days ?? 0, 'day')],
  [
    'Modules',
    ({ modules }) => modules.map(({ title, first_week }) => `Week ${String(first_week)}: ${title}`).join('\n') || '–',
  ],
  [
    'Questions',
    ({ parameters }) =>
      parameters
        .map(({ label, options, required }) =>
          joinDetails(label, options ? options.join(', ') : 'free text', required ? 'required' : 'optional'),
        )
        .join('\n') || '–',
  ],
];

const changedFacts = (before: VersionPreview, after: VersionPreview): ChangedFact[] =>
  FACTS.map(([name, read]) => ({ name, from: read(before), to: read(after) })).filter(({ from, to }) => from !== to);
