import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { NEW_VERSION_TOAST } from '../features/pwa/new-version.ts';
import { useStore } from '../store/react.ts';
import { useConnection } from '../store/use-connection.ts';
import { IconAlertCircle } from '../ui/icons.ts';
import { hideToast } from '../ui/toast.tsx';
import styles from './ConnectionNotice.module.css';

/**
 * Says over everything, sheets included, that tabs of two versions of the app are open. What is typed stays on
 * screen, and nothing is reloaded by itself. Its code is not fetched when needed: a newer version has taken the
 * older one's files away by then.
 */
export const ConnectionNotice = () => {
  const connection = useConnection(useStore());
  const isOutdated = connection === 'outdated';
  useEffect(() => {
    if (isOutdated) hideToast(NEW_VERSION_TOAST);
  }, [isOutdated]);
  if (connection === 'usual') return null;
  return (
    <div className={styles.notice} role="alert">
      <IconAlertCircle size={20} className={styles.icon} aria-hidden />
      {isOutdated ? (
        <>
          <p className={styles.text}>
            <strong>Cadence was updated in another tab.</strong> Reload to go on.
          </p>
          <Button
            size="sm"
            onClick={() => {
              location.reload();
            }}
          >
            Reload
          </Button>
        </>
      ) : (
        <p className={styles.text}>
          <strong>Close the other tabs of Cadence.</strong> One of them is still using an older version, and this one
          goes on when it is closed.
        </p>
      )}
    </div>
  );
};
