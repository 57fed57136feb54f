import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { plural } from '../../ui/format.ts';
import { formatName } from '../../ui/format-name.ts';
import styles from './EnrollForm.module.css';
import type { EnrollResult } from './use-enroll-clients.ts';

/** Who was not added, and why; nothing where all were. */
export const EnrollResults = ({ results }: { results: readonly EnrollResult[] }) => {
  const failed = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'untried');
  if (failed.length === 0) return null;
  const added = results.length - failed.length;
  return (
    <ErrorNotice
      title={added > 0 ? `${plural(added, 'client')} added, ${String(failed.length)} not.` : `Nobody was added.`}
    >
      <ul className={styles.results}>
        {failed.map((result) => (
          <li key={result.client.id}>
            <strong dir="auto">{formatName(result.client.name)}</strong>:{' '}
            {result.outcome === 'failed' ? result.reason : 'Not tried, since the request before failed.'}
          </li>
        ))}
      </ul>
    </ErrorNotice>
  );
};

/** Of those who were added. */
export const enrollResultsMessage = (results: readonly EnrollResult[]): string => {
  const added = results.filter(({ outcome }) => outcome === 'added');
  const pending = results.filter(({ outcome }) => outcome === 'pending');
  return [
    added.length > 0 && `Added ${names(added)}. Their tasks are being created.`,
    pending.length > 0 && `Added ${names(pending)}. Their tasks appear once payment is received or you confirm it.`,
  ]
    .filter(Boolean)
    .join(' ');
};

const MAX_NAMES = 3;

const names = (results: readonly EnrollResult[]): string =>
  results.length > MAX_NAMES ? plural(results.length, 'client') : results.map(({ client }) => client.name).join(', ');
