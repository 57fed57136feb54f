import { useProgramSync } from '../../sync/use-program-sync.ts';
import styles from '../../ui/Text.module.css';

interface OfflineHintProps {
  /** For `aria-describedby` of what needs the connection. */
  id?: string;
  /** A sentence: what needs a connection. */
  children: string;
}

/**
 * Shown beside an action that needs a connection, while there seems to be none. Only a hint: browsers say on networks
 * that work that they are offline. The action stays enabled, and its request shows whether it gets through.
 */
export const OfflineHint = ({ id, children }: OfflineHintProps) => {
  const { isOnline } = useProgramSync();
  return isOnline ? null : (
    <p id={id} role="status" className={styles.quiet}>
      You seem to be offline. {children}
    </p>
  );
};
