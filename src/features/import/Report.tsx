import { Button } from '@mantine/core';
import { useState } from 'react';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { formatCount } from '../../ui/format.ts';
import { Card } from '../../ui/Page.tsx';
import { StatTile, StatTiles } from '../../ui/StatTile.tsx';
import { readOriginal } from './found.ts';
import styles from './Import.module.css';
import { chooseAgain, type Reading } from './import-run.ts';
import { Problems } from './Problems.tsx';
import { RemoveOriginal } from './RemoveOriginal.tsx';

/** What has become of every row. */
export const Report = ({ reading: { source, records, problems }, added }: { reading: Reading; added: number }) => {
  const { key } = source;
  const [isThere, setThere] = useState(() => key !== null && readOriginal(key) !== null);
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
            What was added is on this device, and goes to the cloud with the next sync.
            {isThere && ' The original is still in this browser, as it was.'}
          </p>
          <div className={styles.buttons}>
            <ButtonLink to="/week">See your week</ButtonLink>
            <Button variant="default" onClick={chooseAgain}>
              Import more
            </Button>
            {key !== null && isThere && (
              <RemoveOriginal
                storageKey={key}
                unreadable={problems.length}
                onRemoved={() => {
                  setThere(false);
                }}
              />
            )}
          </div>
        </div>
      </Card>
      <Problems problems={problems} />
    </>
  );
};
