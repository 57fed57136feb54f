import { useMemo } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { useDatabase } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import type { ImportedTable } from '../../../domain/import/outcome.ts';
import { formatCount, formatDate, plural } from '../../../ui/format.ts';
import { IconDatabaseImport } from '../../../ui/icons.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Card, Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import styles from './Import.module.css';
import { resetImport, type ParsedSource, runImport } from './import-run.ts';
import { isImportedByOther } from './import-status.ts';
import { ImportProblems } from './ImportProblems.tsx';
import { useFirstSync } from '../../../shared/sync/use-first-sync.ts';
import { leftOutMessages } from './messages.ts';
import { summarizeImport } from './summary.ts';

const IMPORTED_TABLE_LABELS: Record<ImportedTable, string> = {
  submissions: 'Leads',
  programs: 'Programs',
  program_tasks: 'Program tasks',
  library_blocks: 'Library blocks',
  tasks: 'Tasks',
};

/** What a source contains, before anything is written. */
export const ImportPreview = ({ parsed, wasStopped = false }: { parsed: ParsedSource; wasStopped?: boolean }) => {
  const db = useDatabase();
  const today = useToday();
  const { source, records, problems, ignoredParts, leftOut, isOfOtherAccount, newRecords } = parsed;
  const summary = useMemo(() => summarizeImport(records), [records]);
  const existingCount = records.length - newRecords.length;
  const firstSync = useFirstSync();
  // Before, what is not on this device says nothing about what the cloud has: adding it would overwrite newer rows.
  const isSynced = firstSync === 'done' || firstSync === 'off';
  const canFinish = newRecords.length > 0 || (source.key !== null && records.length > 0);
  const spanOf = ({ from, to }: { from: string; to: string }) =>
    from === to ? formatDate(from, today) : `${formatDate(from, today)} – ${formatDate(to, today)}`;

  return (
    <>
      {wasStopped && (
        <ErrorNotice title="Not all rows could be saved">
          Rows saved so far are kept. Free up storage, then continue; nothing is imported twice.
        </ErrorNotice>
      )}
      {source.key !== null && isImportedByOther(db.userId, source.key) && (
        <ErrorNotice tone="warn" title="Another person already imported this on this device">
          Import it only if it is your work too. Rows that belong to them in the cloud would be rejected.
        </ErrorNotice>
      )}
      {isOfOtherAccount && (
        <ErrorNotice tone="warn" title="This file is an export of another account">
          Import it only if it is your work too. Its rows are added to your account as copies.
        </ErrorNotice>
      )}
      <Card>
        <div className={styles.form}>
          <h2 className={styles.headline}>
            {records.length === 0
              ? 'Nothing could be imported'
              : newRecords.length === 0
                ? 'Everything is already imported'
                : `${plural(newRecords.length, 'row')} to import`}
          </h2>
          <p className={styles.detail}>
            {source.label}: {plural(records.length + problems.length, 'row')}
            {existingCount > 0 && `, ${formatCount(existingCount)} already here`}
            {problems.length > 0 && `, ${formatCount(problems.length)} unreadable`}.{' '}
            {newRecords.length > 0 &&
              'Readable rows are added to this device now and sent with the next sync. Existing rows and the original are not changed.'}
          </p>
          {ignoredParts.length > 0 && (
            <p className={styles.detail}>Skipped, not part of your work: {ignoredParts.join(', ')}.</p>
          )}
          {canFinish && !isSynced && (
            <p className={styles.detail}>
              Your work in the cloud is not on this device yet. You can import after the first sync, so that nothing
              newer is overwritten.
            </p>
          )}
          {leftOutMessages(leftOut).map((message) => (
            <p key={message} className={styles.detail}>
              {message}
            </p>
          ))}
          <div className={styles.buttons}>
            {canFinish && (
              <Button
                disabled={!isSynced}
                leftSection={<IconDatabaseImport size={18} aria-hidden />}
                onClick={() => runImport(db, parsed, today)}
              >
                {newRecords.length === 0
                  ? 'Mark as imported'
                  : wasStopped
                    ? 'Continue import'
                    : `Import ${plural(newRecords.length, 'row')}`}
              </Button>
            )}
            <Button variant="default" onClick={resetImport}>
              Choose another source
            </Button>
          </div>
        </div>
      </Card>
      {records.length > 0 && (
        <Section title="Contents">
          <ListRows label="Contents">
            <ListRow
              title="Activities"
              detail={summary.span && spanOf(summary.span)}
              trailing={formatCount(summary.activities)}
            />
            <ListRow title="Weeks with goals" trailing={formatCount(summary.goals)} />
            <ListRow
              title="Activity types"
              detail={summary.types.join(', ')}
              trailing={formatCount(summary.types.length)}
            />
            {summary.tables.map(({ table, rows }) => (
              <ListRow key={table} title={IMPORTED_TABLE_LABELS[table]} trailing={formatCount(rows)} />
            ))}
          </ListRows>
        </Section>
      )}
      <ImportProblems problems={problems} />
      {summary.periods.length > 1 && (
        <Section title="Activities by date">
          <ListRows label="Activities by date">
            {summary.periods.map(({ period, count, ...span }) => (
              <ListRow key={period} title={period} detail={spanOf(span)} trailing={formatCount(count)} />
            ))}
          </ListRows>
        </Section>
      )}
    </>
  );
};
