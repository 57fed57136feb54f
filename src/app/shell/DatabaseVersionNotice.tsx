import { useEffect } from 'react';
import { ReloadButton } from '../../ui/ReloadButton.tsx';
import { NEW_VERSION_TOAST } from '../../features/account/pwa/new-version.ts';
import { useDatabase } from '../../store/live-query.ts';
import { isReleased } from '../../store/version-state.ts';
import { useDatabaseVersionState } from '../../store/use-version-state.ts';
import { IconAlertCircle } from '../../ui/icons.ts';
import { hideToast } from '../../ui/toast.tsx';
import styles from './DatabaseVersionNotice.module.css';

/**
 * Shown above everything, sheets included, while tabs of two versions of the app are open. Nothing is reloaded
 * automatically, so that what is typed stays. Not lazy: a newer version has removed the older one's files by then.
 */
export const DatabaseVersionNotice = () => {
  const versionState = useDatabaseVersionState(useDatabase());
  const isOutdated = isReleased(versionState);
  useEffect(() => {
    if (isOutdated) hideToast(NEW_VERSION_TOAST);
  }, [isOutdated]);
  if (versionState === 'usual') return null;
  return (
    <div className={styles.notice} role="alert">
      <IconAlertCircle size={20} className={styles.icon} aria-hidden />
      {isOutdated ? (
        <>
          <p className={styles.text}>
            <strong>
              {versionState === 'deleted'
                ? 'Cadence’s data was removed from this browser.'
                : 'Cadence was updated in another tab.'}
            </strong>{' '}
            Reload to continue.
          </p>
          <ReloadButton size="sm" />
        </>
      ) : (
        <p className={styles.text}>
          <strong>Close the other tabs of Cadence.</strong> Another tab still uses an older version. This one continues
          once that tab is closed.
        </p>
      )}
    </div>
  );
};
