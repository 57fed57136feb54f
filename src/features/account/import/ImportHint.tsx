import { useState } from 'react';
import { useFlag } from '../../../data/flags/use-flag.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { Hint } from '../../../ui/Hint.tsx';
import { IconDatabaseImport } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { LEGACY_STORAGE_KEY } from './legacy-storage.ts';
import { isImportedByOther, getImportStatus } from './import-status.ts';

/** Offers to import the legacy data of this browser, until it is imported or the hint is dismissed. */
export const ImportHint = () => {
  const { userId } = useDatabase();
  const isOn = useFlag('local_import');
  const dismissedKey = `cadence.import-hint.${userId}`;
  const [isDismissed, setDismissed] = useState(() => localStorage.getItem(dismissedKey) !== null);
  const isHandled =
    getImportStatus(userId, LEGACY_STORAGE_KEY)?.finishedAt != null || isImportedByOther(userId, LEGACY_STORAGE_KEY);
  if (!isOn || isDismissed || isHandled) return null;
  return (
    <Hint
      title="Import from your previous app"
      icon={<IconTile Icon={IconDatabaseImport} />}
      action={
        <ButtonLink to="/import" size="compact-md" variant="light">
          Review
        </ButtonLink>
      }
      onDismiss={() => {
        localStorage.setItem(dismissedKey, 'dismissed');
        setDismissed(true);
      }}
    >
      Its data is still in this browser.
    </Hint>
  );
};
