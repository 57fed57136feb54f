import { Group } from '@mantine/core';
import { useState } from 'react';
import { forgetFormerAccount, formerAccountOf } from '../../api/former-account.ts';
import { downloadExport, FILE_ERROR_MESSAGE } from '../../shared/files/export-download.ts';
import { CadenceDatabase } from '../../store/database.ts';
import { useDatabase } from '../../store/live-query.ts';
import { unsentCount } from '../../store/unsent-count.ts';
import { Button } from '../../ui/Button.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { plural } from '../../ui/format.ts';
import { showErrorToast } from '../../ui/toast.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import styles from './AppShell.module.css';

/** Shown while an earlier account with the person's address has unsent changes on this device, until dismissed. */
export const FormerAccountNotice = () => {
  const { userId } = useDatabase();
  const [formerId, setFormerId] = useState(() => formerAccountOf(userId));
  const [isDownloaded, setDownloaded] = useState(false);
  const count = formerId === null ? 0 : unsentCount(formerId);
  if (formerId === null || count === 0) return null;

  const download = async () => {
    const former = new CadenceDatabase(formerId);
    try {
      setDownloaded(await downloadExport(former, 'cadence-earlier-account'));
    } catch {
      showErrorToast(FILE_ERROR_MESSAGE);
    } finally {
      former.close();
    }
  };
  const dismiss = () => {
    forgetFormerAccount(userId);
    setFormerId(null);
  };
  return (
    <div className={styles.sessionExpired}>
      <ErrorNotice
        tone="warn"
        title="Your earlier account with this address was removed."
        action={
          <Group gap="sm">
            {isDownloaded ? (
              <ButtonLink to="/import" size="sm">
                Import it
              </ButtonLink>
            ) : (
              <Button size="sm" onClick={download}>
                Download
              </Button>
            )}
            <Button size="sm" variant="default" onClick={dismiss}>
              Dismiss
            </Button>
          </Group>
        }
      >
        {plural(count, 'change of it was', 'changes of it were')} never sent, and can be found on this device only.
        Download what it had here, then import the file.
      </ErrorNotice>
    </div>
  );
};
