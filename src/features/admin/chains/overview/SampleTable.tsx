import { type HeldDeletion, sampleColumns } from '../../../../domain/chains/held-deletion.ts';
import { sentenceCase } from '../../../../shared/rows/labels.ts';
import { formatLine } from '../../../../ui/format-name.ts';
import { datasetLabel } from '../labels.ts';
import styles from './Overview.module.css';

/** Some of the rows that were missing. */
export const SampleTable = ({ held: { dataset, sample, missing_count } }: { held: HeldDeletion }) => {
  const columns = sampleColumns(sample);
  const label = `${datasetLabel(dataset)}, ${sample.length < missing_count ? 'some of those missing' : 'those missing'}`;
  return (
    <div className={styles.scroller} tabIndex={0} role="group" aria-label={label}>
      <table className={styles.sample}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {columnLabel(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.map((row, index) => (
            <tr key={row['id'] ?? index}>
              {columns.map((column) => (
                <td key={column} dir="auto">
                  {formatLine(row[column] ?? '')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** "First name", "Id" */
const columnLabel = (column: string): string => sentenceCase(formatLine(column).replaceAll('_', ' '));
