import { type Dataset, staleForCounts } from '../../../../domain/chains/dataset.ts';
import { useServerNow } from '../../../../shared/chains/use-server-now.ts';
import { ServerAge } from '../../../../shared/chains/ServerAge.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatList } from '../../../../ui/format.ts';
import { inlineDatasetLabel } from '../labels.ts';
import styles from './Partners.module.css';

/** As of when partner counts are right, or that they may be wrong because data are stale. */
export const CountsNotice = ({ datasets }: { datasets: readonly Dataset[] }) => {
  const stale = staleForCounts(datasets, useServerNow());
  const ageOf = (name: string) => datasets.find((dataset) => dataset.name === name)?.refreshed_at ?? null;
  const [partners, enrollments] = [ageOf('partners'), ageOf('enrollments')];
  if (stale.length > 0) {
    return (
      <ErrorNotice title="These counts may be wrong." tone="warn">
        {`Not up to date: ${formatList(stale.map(({ name }) => inlineDatasetLabel(name)))}. Until they are, no counts are sent to the CRM.`}
      </ErrorNotice>
    );
  }
  return (
    <p className={styles.quiet}>
      {enrollments !== null && (
        <>
          Counted from enrollments as of <ServerAge at={enrollments} />
        </>
      )}
      {partners !== null && (
        <>
          , CRM as of <ServerAge at={partners} />
        </>
      )}
      .
    </p>
  );
};
