import { type Dataset, freshnessOf } from '../../../../domain/chains/dataset.ts';
import { ServerAge } from '../../../../shared/chains/ServerAge.tsx';
import { plural } from '../../../../ui/format.ts';
import { Section } from '../../../../ui/Page.tsx';
import { StatusDot } from '../../../../ui/StatusDot.tsx';
import { datasetLabel, FRESHNESS_LABELS, FRESHNESS_TONES } from '../labels.ts';
import styles from './Overview.module.css';

/** How fresh each dataset is, at `now` in milliseconds by the server's clock, and how many rows it has. */
export const DatasetTiles = ({ datasets, now }: { datasets: readonly Dataset[]; now: number }) => (
  <Section title="Data" detail="How old the newest rows are: as of when the walk that brought them began.">
    <ul className={styles.datasets} aria-label="Data">
      {datasets.map((dataset) => {
        const freshness = freshnessOf(dataset, now);
        return (
          <li key={dataset.name} className={styles.dataset}>
            <span className={styles.datasetName}>{datasetLabel(dataset.name)}</span>
            <StatusDot tone={FRESHNESS_TONES[freshness]} wraps>
              <span>
                {FRESHNESS_LABELS[freshness]} {dataset.refreshed_at !== null && <ServerAge at={dataset.refreshed_at} />}
              </span>
            </StatusDot>
            {dataset.has_rows && dataset.refreshed_at !== null && (
              <span className={styles.datasetRows}>{plural(dataset.row_count, 'row')}</span>
            )}
          </li>
        );
      })}
    </ul>
  </Section>
);
