import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useStore, useToday } from '../../store/react.ts';
import { formatCount, formatDate, plural } from '../../ui/format.ts';
import { IconDatabaseImport } from '../../ui/icons.ts';
import { ErrorNotice } from '../../ui/Messages.tsx';
import { Card, Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import styles from './Import.module.css';
import { chooseAgain, type Reading, runImport } from './import-run.ts';
import { isOfAnother } from './mark.ts';
import { Problems } from './Problems.tsx';
import { summarise } from './summary.ts';

/** What a source holds, before anything is written. */
export const Preview = ({ reading, wasStopped = false }: { reading: Reading; wasStopped?: boolean }) => {
  const db = useStore();
  const today = useToday();
  const { source, records, problems, others, fresh } = reading;
  const summary = useMemo(() => summarise(records), [records]);
  const there = records.length - fresh.length;
  const canFinish = fresh.length > 0 || (source.key !== null && records.length > 0);
  const spanOf = ({ from, to }: { from: string; to: string }) =>
    from === to ? formatDate(from, today) : `${formatDate(from, today)} – ${formatDate(to, today)}`;

  return (
    <>
      {wasStopped && (
        <ErrorNotice title="This device could not take all of it">
          What it took is kept, and nothing is there twice when you go on. Free some storage first.
        </ErrorNotice>
      )}
      {source.key !== null && isOfAnother(db.userId, source.key) && (
        <ErrorNotice tone="warn" title="Somebody else has imported this on this device">
          Import it only where it is your work too. Rows that are theirs in the cloud would be refused as yours.
        </ErrorNotice>
      )}
      <Card>
        <div className={styles.form}>
          <h2 className={styles.headline}>
            {records.length === 0
              ? 'No row of it can be read'
              : fresh.length === 0
                ? 'All of it is here already'
                : `${plural(fresh.length, 'row')} to import`}
          </h2>
          <p className={styles.detail}>
            {source.label}: {plural(records.length + problems.length, 'row')}
            {there > 0 && `, ${formatCount(there)} here already`}
            {problems.length > 0 && `, ${formatCount(problems.length)} unreadable`}.{' '}
            {fresh.length > 0 &&
              'What can be read is added to this device at once, and sent with the next sync. What is here already is not touched, nor is the original.'}
          </p>
          {others.length > 0 && (
            <p className={styles.detail}>Not part of your work, and left out: {others.join(', ')}.</p>
          )}
          <div className={styles.buttons}>
            {canFinish && (
              <Button
                leftSection={<IconDatabaseImport size={18} aria-hidden />}
                onClick={() => void runImport(db, reading, today)}
              >
                {fresh.length === 0
                  ? 'Mark as imported'
                  : wasStopped
                    ? 'Go on'
                    : `Import ${plural(fresh.length, 'row')}`}
              </Button>
            )}
            <Button variant="default" onClick={chooseAgain}>
              Choose something else
            </Button>
          </div>
        </div>
      </Card>
      {records.length > 0 && (
        <Section title="What is in it">
          <Rows label="What is in it">
            <Row
              title="Activities"
              detail={summary.span && spanOf(summary.span)}
              trailing={formatCount(summary.activities)}
            />
            <Row title="Weeks with goals" trailing={formatCount(summary.goals)} />
            <Row
              title="Activity types"
              detail={summary.types.join(', ')}
              trailing={formatCount(summary.types.length)}
            />
          </Rows>
        </Section>
      )}
      <Problems problems={problems} />
      {summary.periods.length > 1 && (
        <Section title="Activities by date">
          <Rows label="Activities by date">
            {summary.periods.map(({ period, count, ...span }) => (
              <Row key={period} title={period} detail={spanOf(span)} trailing={formatCount(count)} />
            ))}
          </Rows>
        </Section>
      )}
    </>
  );
};
