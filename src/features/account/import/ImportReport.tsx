import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { formatCount } from '../../../ui/format.ts';
import { Card } from '../../../ui/Page.tsx';
import { StatTile, StatTiles } from '../../../ui/StatTile.tsx';
import { readLegacyData } from './legacy-storage.ts';
import styles from './Import.module.css';
import { resetImport, type ParsedSource } from './import-run.ts';
import { ImportProblems } from './ImportProblems.tsx';
import { RemoveLegacyData } from './RemoveLegacyData.tsx';

export const ImportReport = ({
  parsed: { source, records, problems },
  added,
}: {
  parsed: ParsedSource;
  added: number;
}) => {
  const { key } = source;
  const [hasOriginal, setHasOriginal] = useState(() => key !== null && readLegacyData(key) !== null);
  return (
    <>
      <div role="status">
        <StatTiles>
          <StatTile label="Added" value={formatCount(added)} />
          <StatTile label="Already here" value={formatCount(records.length - added)} />
          <StatTile label="Unreadable" value={formatCount(problems.length)} />
        </StatTiles>
      </div>
      <Card>
        <div className={styles.form}>
          <p>
            Added rows are on this device and are sent with the next sync.
            {hasOriginal && ' The original data is still in this browser, unchanged.'}
          </p>
          <div className={styles.buttons}>
            <ButtonLink to="/week">View your week</ButtonLink>
            <Button variant="default" onClick={resetImport}>
              Import more
            </Button>
            {key !== null && hasOriginal && (
              <RemoveLegacyData
                storageKey={key}
                unreadable={problems.length}
                onRemoved={() => {
                  setHasOriginal(false);
                }}
              />
            )}
          </div>
        </div>
      </Card>
      <ImportProblems problems={problems} />
    </>
  );
};
