import { Button } from '../../../ui/Button.tsx';
import { validateForPublishing } from '../../../domain/programs/draft.ts';
import type { Program, ProgramVisibility } from '../../../domain/programs/program.ts';
import { type ProgramWithTasks, updateProgram } from '../../../data/programs/drafts.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { OfflineHint } from '../../../shared/sync/OfflineHint.tsx';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';
import { Dialog, DialogActions } from '../../../ui/ConfirmDialog.tsx';
import { IconLink } from '../../../ui/icons.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import { showErrorToast, showToast } from '../../../ui/toast.tsx';
import { programShareUrl } from './links.ts';
import styles from './Programs.module.css';
import { PublishedCounts, PublishSummary } from './PublishSummary.tsx';
import { ReviewStatus } from './ReviewStatus.tsx';
import { usePublishing } from './use-publishing.ts';
import { PublicationEffect } from '../../../shared/programs/PublicationEffect.tsx';
import type { PublicationStatus } from '../../../shared/programs/publication-status.ts';
import { publishProblemMessage } from './labels.ts';

interface TemplatePublisherModalProps {
  opened: boolean;
  onClose: () => void;
  programWithTasks: ProgramWithTasks;
  publicationStatus: PublicationStatus;
  /** After it was published or unpublished. */
  onPublished: () => void;
}

/** Publishes a program: a summary, what blocks publishing, and its visibility. */
export const TemplatePublisherModal = ({ opened, onClose, ...props }: TemplatePublisherModalProps) => (
  <Dialog
    opened={opened}
    onClose={onClose}
    title={props.publicationStatus.state === 'published' ? 'Publication' : 'Publish'}
  >
    <PublishForm {...props} />
  </Dialog>
);

const PublishForm = ({
  programWithTasks,
  publicationStatus,
  onPublished,
}: Omit<TemplatePublisherModalProps, 'opened' | 'onClose'>) => {
  const { program, tasks, isPending } = programWithTasks;
  const db = useDatabase();
  const { isOnline, rejectedChanges } = useProgramSync();
  const { publish, unpublish } = usePublishing(program, onPublished);
  const problems = validateForPublishing(program, tasks);
  const number = program.published_version;
  const isBusy = publish.isPending || unpublish.isPending;
  const isUnchanged = publicationStatus.state === 'published' && publicationStatus.version !== undefined;
  const blockedMessage =
    publishBlockedMessage(isOnline, isPending, rejectedChanges > 0) ?? (isUnchanged ? NO_CHANGES_MESSAGE : null);

  return (
    <>
      <p>{publicationStatusMessage(program, publicationStatus)}</p>
      <PublishSummary program={program} tasks={tasks} />
      {problems.length > 0 && (
        <ErrorNotice tone="warn" title="The program can’t be published yet.">
          <ul className={styles.problems}>
            {problems.map((problem) => (
              <li key={problem.code}>{publishProblemMessage(problem)}</li>
            ))}
          </ul>
        </ErrorNotice>
      )}
      <ChoiceChips
        label="Who can join"
        options={VISIBILITY_OPTIONS}
        value={program.visibility}
        onChange={(visibility) => void withSaveErrorToast(() => updateProgram(db, program.id, { visibility }))}
      />
      {number !== null && (
        <SwitchField
          label="Minor changes reach people at once"
          description="Where only texts, minutes or the order within a day differ, whoever is on the latest version gets the new one when you publish. Otherwise you choose who moves, and see before what changes."
          checked={program.minor_changes_follow}
          onChange={(event) => {
            const { checked } = event.currentTarget;
            void withSaveErrorToast(() => updateProgram(db, program.id, { minor_changes_follow: checked }));
          }}
        />
      )}
      {publicationStatus.state === 'edited' && <PublicationEffect programWithTasks={programWithTasks} />}
      <ReviewStatus program={program} versionId={publicationStatus.version?.id} />
      {program.visibility !== 'private' && number !== null && program.link_token !== '' && (
        <div className={styles.actionLine}>
          <Button
            variant="default"
            leftSection={<IconLink size={18} aria-hidden />}
            onClick={() => copyProgramLink(program)}
          >
            Copy link
          </Button>
        </div>
      )}
      {number !== null && <PublishedCounts program={program.id} />}
      <OfflineHint>Publishing needs a connection. Your draft is safe on this device.</OfflineHint>
      {blockedMessage !== null && (
        <p id="publish-blocked" role="status" className={styles.quiet}>
          {blockedMessage}
        </p>
      )}
      <DialogActions>
        {number !== null && (
          <Button
            variant="default"
            disabled={isBusy}
            loading={unpublish.isPending}
            onClick={() => unpublish.mutate(undefined)}
          >
            Unpublish
          </Button>
        )}
        {!isUnchanged && (
          <Button
            disabled={blockedMessage !== null || problems.length > 0 || isBusy}
            aria-describedby={blockedMessage === null ? undefined : 'publish-blocked'}
            loading={publish.isPending}
            onClick={() => publish.mutate(program)}
          >
            {number === null ? 'Publish' : 'Publish new version'}
          </Button>
        )}
      </DialogActions>
    </>
  );
};

const VISIBILITY_OPTIONS = [
  { value: 'private', label: 'Only people I enroll' },
  { value: 'link', label: 'By link' },
  { value: 'gallery', label: 'Gallery' },
] satisfies { value: ProgramVisibility; label: string }[];

const publicationStatusMessage = ({ published_version }: Program, { state }: PublicationStatus): string => {
  const number = String(published_version);
  switch (state) {
    case 'draft':
      return 'This is a draft. Publishing creates a version that never changes; you keep editing the draft.';
    case 'published':
      return `Version ${number} is published and matches the draft.`;
    case 'edited':
      return `Version ${number} is published. Its members stay on it when you publish your changes, unless minor changes reach them at once.`;
  }
};

/** The server publishes the draft as it has it: none of the program's changes may be pending. */
const publishBlockedMessage = (isOnline: boolean, isPending: boolean, hasRejectedChanges: boolean): string | null => {
  if (!isPending) return null;
  if (hasRejectedChanges) return 'Some of your changes were not accepted. Check “Needs attention” first.';
  return isOnline
    ? 'Your latest edits are still syncing. This takes a moment.'
    : 'Your latest edits have to be sent first. Cadence keeps trying.';
};

const NO_CHANGES_MESSAGE = 'Nothing new to publish.';

const copyProgramLink = async ({ link_token }: Program): Promise<void> => {
  const link = programShareUrl(link_token);
  try {
    await navigator.clipboard.writeText(link);
    showToast('Link copied.');
  } catch {
    showErrorToast(`Your browser blocked copying. The link is ${link}`);
  }
};
