import { Button } from '../../ui/Button.tsx';
import { useStore } from 'zustand';
import { hasLegacyData } from '../../features/account/import/legacy-storage.ts';
import { useDatabase } from '../../store/live-query.ts';
import { localStorageFault } from '../../store/local-storage.ts';
import { dismissLostChanges } from '../../store/unsent-count.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { plural } from '../../ui/format.ts';
import { IconAlertCircle } from '../../ui/icons.ts';
import styles from './DatabaseVersionNotice.module.css';

interface StorageNoticeProps {
  title: string;
  children: React.ReactNode;
  action?: React.ReactNode;
}

const StorageNotice = ({ title, children, action }: StorageNoticeProps) => (
  <div className={styles.notice} role="status">
    <IconAlertCircle size={20} className={styles.icon} aria-hidden />
    <p className={styles.text}>
      <strong>{title}</strong> {children}
    </p>
    {action}
  </div>
);

/** Shown while the browser does not keep what the app stores outside of the database: who is signed in, drafts. */
export const LocalStorageNotice = ({ canImport = false }: { canImport?: boolean }) => {
  const fault = useStore(localStorageFault);
  if (fault === null) return null;
  if (fault === 'blocked') {
    return (
      <StorageNotice title="This browser won’t keep you signed in.">
        Allow site data for Cadence in its settings. Until then, sign in again each time.
      </StorageNotice>
    );
  }
  return (
    <StorageNotice
      title="This browser’s storage for settings is full."
      action={
        canImport &&
        hasLegacyData() && (
          <ButtonLink to="/import" size="sm">
            Review
          </ButtonLink>
        )
      }
    >
      {canImport && hasLegacyData()
        ? 'Your previous app’s data fills it: import it, then remove it. Until then, drafts and sign-in last until you close this page.'
        : 'Drafts and sign-in last until you close this page. Your saved work is not affected.'}
    </StorageNotice>
  );
};

/** Shown after the browser has cleared the person's database with changes that were in no cloud, until dismissed. */
export const LostChangesNotice = () => {
  const { lostChanges, userId } = useDatabase();
  const count = useStore(lostChanges);
  if (count === 0) return null;
  return (
    <StorageNotice
      title="This browser cleared Cadence’s data."
      action={
        <Button
          size="sm"
          variant="default"
          onClick={() => {
            dismissLostChanges(lostChanges, userId);
          }}
        >
          Dismiss
        </Button>
      }
    >
      {plural(count, 'unsent change was', 'unsent changes were')} lost. Everything that was synced comes back.
    </StorageNotice>
  );
};
