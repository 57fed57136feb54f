import { useLocation } from '@tanstack/react-router';
import { useSession } from '../../api/session.ts';
import { ACCOUNT_REMOVED } from '../../shared/sync/messages.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { canAccess } from '../access.ts';
import styles from './AppShell.module.css';

/** Shown after the session has expired, or the account was removed. Work goes on on this device; only sync pauses. */
export const SessionExpiredNotice = ({ email }: { email: string }) => {
  const connected = useSession((session) => session.connected);
  const person = useSession((session) => session.person);
  const { href } = useLocation();
  if (person?.removed) {
    const exportWork = (
      <ButtonLink to="/export" size="sm" variant="default">
        Export my work
      </ButtonLink>
    );
    return (
      <div className={styles.sessionExpired}>
        <ErrorNotice tone="warn" title={ACCOUNT_REMOVED} action={canAccess(person.role, 'work') && exportWork} />
      </div>
    );
  }
  if (connected) return null;
  return (
    <div className={styles.sessionExpired}>
      <ErrorNotice
        tone="warn"
        title="Sign in again to sync"
        action={
          <ButtonLink to="/sign-in" search={{ from: href }} size="sm" variant="default">
            Sign in
          </ButtonLink>
        }
      >
        The session for {email} has ended. You can keep working; everything is kept on this device until you sign in.
      </ErrorNotice>
    </div>
  );
};
