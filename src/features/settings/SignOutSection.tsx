import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { signOut } from '../../remote/auth.ts';
import { useSession } from '../../remote/session.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { countPending, countRejected } from '../../store/outbox.ts';
import { useStore } from '../../store/react.ts';
import { useSyncStore } from '../../sync/status.ts';
import { IconLogout } from '../../ui/icons.ts';
import { Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import type { SignOutPort } from './sign-out.ts';
import { SignOutDialog } from './SignOutDialog.tsx';

const portOf = (db: CadenceDatabase): SignOutPort => ({
  countUnsynced: async () => (await countPending(db)) + (await countRejected(db)),
  syncNow: () => useSyncStore.getState().syncWithCloud(),
  endSession: signOut,
  removeData: () => db.delete(),
});

export const SignOutSection = () => {
  const db = useStore();
  const port = useMemo(() => portOf(db), [db]);
  const email = useSession((session) => session.person?.email);
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  return (
    <Section title="Account">
      <Rows label="Account">
        <Row
          title={email}
          detail="Signed in on this device"
          trailing={
            <Button
              variant="default"
              size="sm"
              leftSection={<IconLogout size={16} aria-hidden />}
              onClick={() => {
                setOpened(true);
              }}
            >
              Sign out
            </Button>
          }
        />
      </Rows>
      {opened && (
        <SignOutDialog
          port={port}
          onClose={() => {
            setOpened(false);
          }}
          onLeft={() => void navigate({ to: '/sign-in', replace: true })}
        />
      )}
    </Section>
  );
};
