import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { signOut } from '../../../api/auth.ts';
import { useSession } from '../../../api/session.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { countPending, countRejected } from '../../../store/outbox.ts';
import { removeDeviceData } from '../../../store/device-data.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { useSyncStore } from '../../../sync/sync-store.ts';
import { IconLogout } from '../../../ui/icons.ts';
import { Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import type { SignOutPort } from './sign-out.ts';
import { SignOutDialog } from './SignOutDialog.tsx';

const createSignOutPort = (db: CadenceDatabase): SignOutPort => ({
  countUnsynced: async () => (await countPending(db)) + (await countRejected(db)),
  countRejected: () => countRejected(db),
  syncNow: () => useSyncStore.getState().syncWithCloud(),
  endSession: signOut,
  removeData: () => removeDeviceData(db),
});

export const SignOutSection = () => {
  const db = useDatabase();
  const port = useMemo(() => createSignOutPort(db), [db]);
  const email = useSession((session) => session.person?.email);
  const navigate = useNavigate();
  const [isOpened, { open, close }] = useDisclosure(false);
  return (
    <Section title="Account">
      <ListRows label="Account">
        <ListRow
          title={email}
          detail="Signed in on this device"
          trailing={
            <Button variant="default" size="sm" leftSection={<IconLogout size={16} aria-hidden />} onClick={open}>
              Sign out
            </Button>
          }
        />
      </ListRows>
      {isOpened && (
        <SignOutDialog
          port={port}
          onClose={close}
          onSignedOut={() => void navigate({ to: '/sign-in', replace: true })}
        />
      )}
    </Section>
  );
};
