import { Button } from '@mantine/core';
import { publishProblems } from '../../domain/program-draft.ts';
import type { Program, ProgramVisibility } from '../../domain/program.ts';
import { type ProgramWithTasks, updateProgram } from '../../store/programs.ts';
import { useStore } from '../../store/react.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { attempt } from '../../ui/attempt.ts';
import { ChoiceChips } from '../../ui/ChoiceChips.tsx';
import { Dialog, DialogActions } from '../../ui/ConfirmDialog.tsx';
import { IconLink } from '../../ui/icons.ts';
import { ErrorNotice } from '../../ui/Messages.tsx';
import { showProblem, showToast } from '../../ui/toast.tsx';
import { programLink } from './places.ts';
import styles from './Programs.module.css';
import { PublishedCounts } from './PublishedCounts.tsx';
import { PublishFacts } from './PublishFacts.tsx';
import { usePublishing } from './use-publishing.ts';
import type { Standing } from './use-versions.ts';
import { problemText } from './words.ts';

interface TemplatePublisherModalProps {
  opened: boolean;
  onClose: () => void;
  read: ProgramWithTasks;
  standing: Standing;
  /** After it was published, or is no longer. */
  onPublished: () => void;
}

/** What will be published, what keeps it from being, who may see it, and the publishing itself. */
export const TemplatePublisherModal = ({ opened, onClose, ...about }: TemplatePublisherModalProps) => (
  <Dialog opened={opened} onClose={onClose} title="Publish">
    <Publisher {...about} />
  </Dialog>
);

const Publisher = ({ read, standing, onPublished }: Omit<TemplatePublisherModalProps, 'opened' | 'onClose'>) => {
  const { program, tasks, isWaiting } = read;
  const db = useStore();
  const { isOnline, rejectedChanges } = useProgramSync();
  const { publish, unpublish } = usePublishing(program, onPublished);
  const problems = publishProblems(program, tasks);
  const number = program.published_version;
  const isBusy = publish.isPending || unpublish.isPending;
  const isSaid = standing.state === 'published' && standing.version !== undefined;
  const notNow = whyNotNow(isOnline, isWaiting, rejectedChanges > 0) ?? (isSaid ? NOTHING_NEW : null);

  return (
    <>
      <p>{standingText(program, standing)}</p>
      <PublishFacts program={program} tasks={tasks} />
      {problems.length > 0 && (
        <ErrorNotice tone="warn" title="It cannot be published yet.">
          <ul className={styles.problems}>
            {problems.map((problem) => (
              <li key={problem.code}>{problemText(problem)}</li>
            ))}
          </ul>
        </ErrorNotice>
      )}
      <ChoiceChips
        label="Who can take it"
        options={VISIBILITIES}
        value={program.visibility}
        onChange={(visibility) => void attempt(() => updateProgram(db, program.id, { visibility }))}
      />
      <div className={styles.linkLine}>
        <span className={styles.quiet}>{visibilityText(program)}</span>
        {program.visibility !== 'private' && number !== null && program.link_token !== '' && (
          <Button
            variant="default"
            leftSection={<IconLink size={18} aria-hidden />}
            onClick={() => void copyLink(program)}
          >
            Copy link
          </Button>
        )}
      </div>
      {number !== null && <PublishedCounts program={program.id} />}
      {notNow !== null && (
        <p id="why-not-now" role="status" className={styles.quiet}>
          {notNow}
        </p>
      )}
      <DialogActions>
        {number !== null && (
          <Button
            variant="default"
            disabled={!isOnline || isBusy}
            loading={unpublish.isPending}
            onClick={() => {
              unpublish.mutate();
            }}
          >
            Unpublish
          </Button>
        )}
        <Button
          disabled={notNow !== null || problems.length > 0 || isBusy}
          aria-describedby={notNow === null ? undefined : 'why-not-now'}
          loading={publish.isPending}
          onClick={() => {
            publish.mutate();
          }}
        >
          {number === null ? 'Publish' : 'Publish new version'}
        </Button>
      </DialogActions>
    </>
  );
};

const VISIBILITIES = [
  { value: 'private', label: 'Only who I enroll' },
  { value: 'link', label: 'By link' },
  { value: 'gallery', label: 'Gallery' },
] satisfies { value: ProgramVisibility; label: string }[];

const visibilityText = ({ visibility, published_version, approved_at }: Program): string => {
  switch (visibility) {
    case 'private':
      return 'Nobody finds it. You enroll people in it.';
    case 'link':
      return approved_at === null
        ? 'Whoever has the link can look at it. For their own plans they take it once an admin has approved it.'
        : 'Whoever has the link can look at it and take it for their own plan.';
    case 'gallery':
      if (approved_at !== null) return 'An admin has approved it: everybody finds it in the gallery.';
      return published_version === null
        ? 'Everybody finds it in the gallery. An admin approves it first.'
        : 'It waits for an admin to approve it. Then everybody finds it in the gallery.';
  }
};

const standingText = ({ published_version }: Program, { state }: Standing): string => {
  const number = String(published_version);
  switch (state) {
    case 'draft':
      return 'This is a draft. Publishing makes a version that never changes; you go on with the draft.';
    case 'published':
      return `Version ${number} is published, and is what the draft says.`;
    case 'edited':
      return `Version ${number} is published. Who is in it stays on it when you publish what you have edited since.`;
  }
};

/** Publishing takes what the cloud has: it needs a connection, and that nothing is still on its way. */
const whyNotNow = (isOnline: boolean, isWaiting: boolean, isRefused: boolean): string | null => {
  if (!isOnline) return 'Publishing needs a connection. Your draft is safe on this device until then.';
  if (!isWaiting) return null;
  return isRefused
    ? 'The cloud has not accepted all of your work. See “Needs attention” first.'
    : 'The last edits are on their way to the cloud. This takes a moment.';
};

const NOTHING_NEW = 'There is nothing new to publish.';

const copyLink = async ({ link_token }: Program): Promise<void> => {
  const link = programLink(link_token);
  try {
    await navigator.clipboard.writeText(link);
    showToast('The link is copied.');
  } catch {
    showProblem(`The browser did not let it be copied. The link is ${link}`);
  }
};
