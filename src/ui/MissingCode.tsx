import { Button, Group } from '@mantine/core';
import { ErrorNotice } from './ErrorNotice.tsx';
import styles from './MissingCode.module.css';
import { ReloadButton } from './ReloadButton.tsx';
import { Page, PageHeader } from './Page.tsx';

/* What stands in for code that could not be fetched. */

interface RetryProps {
  onRetry: () => Promise<void>;
}

const MissingNotice = ({ what, onRetry }: RetryProps & { what: string }) => (
  <ErrorNotice
    tone="info"
    title={`This ${what} isn’t on this device yet.`}
    action={
      <Group gap="sm">
        <Button variant="default" onClick={() => void onRetry()}>
          Try again
        </Button>
        {/* It helps where a newer version has taken the files of this one away. */}
        <ReloadButton variant="subtle" />
      </Group>
    }
  >
    {what === 'screen' ? 'Connect once to download it; it opens by itself then.' : 'Connect once to download it.'} If a
    new version has just arrived, reloading downloads it. What you have saved is safe on this device.
  </ErrorNotice>
);

/** In place of a whole screen. */
export const MissingScreen = ({ onRetry }: RetryProps) => (
  <Page>
    <PageHeader title="Not downloaded yet" />
    <MissingNotice what="screen" onRetry={onRetry} />
  </Page>
);

/** In place of a part of a screen. */
export const MissingPart = ({ onRetry }: RetryProps) => <MissingNotice what="part" onRetry={onRetry} />;

interface MissingOverlayProps extends RetryProps {
  /** As the overlay's own; what has no such property is open while it is there. */
  opened?: boolean;
  onClose: () => void;
}

/** In place of what opens over a screen, which opens here once it is downloaded, unless it is closed before that. */
export const MissingOverlay = ({ opened = true, onClose, onRetry }: MissingOverlayProps) =>
  opened && (
    <dialog className={styles.dialog} ref={showModal} onClose={onClose} aria-label="Not downloaded yet">
      <MissingNotice what="part" onRetry={onRetry} />
      <form method="dialog">
        <Button type="submit" variant="subtle" fullWidth>
          Close
        </Button>
      </form>
    </dialog>
  );

const showModal = (dialog: HTMLDialogElement | null) => {
  dialog?.showModal();
};

/** In place of a component whose code is loaded in the background. */
export const MissingSilently = () => null;
