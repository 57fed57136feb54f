import { useLocation } from '@tanstack/react-router';
import { useSession } from '../remote/session.ts';
import { ButtonLink } from '../ui/ButtonLink.tsx';
import { ErrorNotice } from '../ui/Messages.tsx';
import styles from './AppShell.module.css';

/** The cloud has ended this person's session. Their work goes on; only sync waits (law 12). */
export const SignInAgain = ({ email }: { email: string }) => {
  const connected = useSession((session) => session.connected);
  const { href } = useLocation();
  if (connected) return null;
  return (
    <div className={styles.again}>
      <ErrorNotice
        tone="warn"
        title="Sign in again to sync"
        action={
          <ButtonLink to="/sign-in" search={{ from: href }} size="sm" variant="default">
            Sign in
          </ButtonLink>
        }
      >
        The session of {email} has ended. You can keep working: everything is kept on this device until then.
      </ErrorNotice>
    </div>
  );
};
