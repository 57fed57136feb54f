import { useState } from 'react';
import { useFlag } from '../../store/use-flag.ts';
import { useStore } from '../../store/react.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { Hint } from '../../ui/Hint.tsx';
import { IconDatabaseImport } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { STORAGE_KEY } from './found.ts';
import { isOfAnother, markOf } from './mark.ts';

/** Says once that the older app has left work in this browser; gone for good when imported or dismissed. */
export const ImportHint = () => {
  const { userId } = useStore();
  const isOn = useFlag('local_import');
  const dismissedKey = `cadence.import-hint.${userId}`;
  const [isDismissed, setDismissed] = useState(() => localStorage.getItem(dismissedKey) !== null);
  const isSettled = markOf(userId, STORAGE_KEY)?.finishedAt != null || isOfAnother(userId, STORAGE_KEY);
  if (!isOn || isDismissed || isSettled) return null;
  return (
    <Hint
      title="Your older work"
      icon={<IconTile Icon={IconDatabaseImport} />}
      action={
        <ButtonLink to="/import" size="compact-md" variant="light">
          Look
        </ButtonLink>
      }
      onDismiss={() => {
        localStorage.setItem(dismissedKey, 'dismissed');
        setDismissed(true);
      }}
    >
      The older app left it in this browser.
    </Hint>
  );
};
