import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { SyncedTable } from '../../../contract/synced-tables.ts';
import { getSpreadsheetRows } from '../../../data/export/export.ts';
import { countPending, countRejected } from '../../../store/outbox.ts';
import { useLiveQuery, useDatabase } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { plural } from '../../../ui/format.ts';
import { IconDatabaseExport, IconDownload } from '../../../ui/icons.ts';
import { Card, Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { showErrorToast, showToast } from '../../../ui/toast.tsx';
import { useIsPhone } from '../../../ui/use-is-phone.ts';
import { useFirstSync } from '../../../shared/sync/use-first-sync.ts';
import { downloadExport, FILE_ERROR_MESSAGE } from '../../../shared/files/export-download.ts';
import { downloadCsv } from '../../../shared/files/csv.ts';
import styles from './ExportScreen.module.css';

const EXPORTED_TABLES: Record<SyncedTable, { label: string; file: string }> = {
  program_activities: { label: 'Activities', file: 'activities' },
  submissions: { label: 'Leads', file: 'leads' },
  program_weekly_goals: { label: 'Weekly goals', file: 'weekly-goals' },
  program_custom_activity_types: { label: 'Activity types', file: 'activity-types' },
  tasks: { label: 'Tasks', file: 'tasks' },
  programs: { label: 'Programs', file: 'programs' },
  program_tasks: { label: 'Program tasks', file: 'program-tasks' },
  library_blocks: { label: 'Library', file: 'library' },
  enrollments: { label: 'Enrollments', file: 'enrollments' },
  sync_conflicts: { label: 'Unresolved conflicts', file: 'open-choices' },
  profiles: { label: 'Profile', file: 'profile' },
};
const EXPORTED_TABLE_NAMES = Object.keys(EXPORTED_TABLES) as SyncedTable[];

/** Exports all of the person's data as files. Reads only from this device, so that it works offline. */
export const ExportScreen = () => {
  const db = useDatabase();
  const today = useToday();
  const phone = useIsPhone();
  const firstSync = useFirstSync();
  const [busy, setBusy] = useState<string | null>(null);
  const contents = useLiveQuery(async (live) => {
    const counts = await Promise.all(EXPORTED_TABLE_NAMES.map((name) => live.rows(name).count()));
    return {
      counts: new Map(EXPORTED_TABLE_NAMES.map((name, index) => [name, counts[index] ?? 0])),
      unsynced: (await countPending(live)) + (await countRejected(live)),
    };
  }, []);

  const runDownload = async (name: string, createFile: () => Promise<boolean>) => {
    setBusy(name);
    try {
      if (await createFile()) showToast('File downloaded.');
    } catch {
      showErrorToast(FILE_ERROR_MESSAGE);
    }
    setBusy(null);
  };
  const downloadJson = () => downloadExport(db, `cadence-${today}`);
  const downloadTableCsv = async (name: SyncedTable) =>
    downloadCsv(`cadence-${EXPORTED_TABLES[name].file}-${today}`, await getSpreadsheetRows(db, name));

  const total = contents && [...contents.counts.values()].reduce((sum, count) => sum + count, 0);
  const kinds = contents ? [...contents.counts.values()].filter((count) => count > 0).length : 0;
  return (
    <Page>
      <PageHeader
        title="Export"
        {...(phone && { back: { to: '/more', label: 'More' } })}
        detail="All of your work on this device, as files. Works offline."
      />
      <Card>
        <div className={styles.everything}>
          <div>
            <h2 className={styles.title}>Everything in one file</h2>
            <p className={styles.detail}>
              {contents === undefined || total === undefined
                ? 'Counting …'
                : `JSON with ${plural(total, 'row')} of ${plural(kinds, 'kind')}. ${firstSync === 'done' || contents.unsynced > 0 ? unsyncedMessage(contents.unsynced) : ''}`}
            </p>
            {firstSync !== 'done' && firstSync !== 'unknown' && (
              <p className={styles.detail}>
                Your work from the cloud hasn’t been loaded on this device yet, and is not in these files.
              </p>
            )}
          </div>
          <Button
            leftSection={<IconDatabaseExport size={18} aria-hidden />}
            loading={busy === 'json'}
            onClick={() => runDownload('json', downloadJson)}
          >
            Download JSON
          </Button>
        </div>
      </Card>
      <Section title="For spreadsheets" detail="One CSV file for each kind, including unsynced changes.">
        {contents ? (
          <ListRows label="CSV files">
            {EXPORTED_TABLE_NAMES.map((name) => (
              <ListRow
                key={name}
                title={EXPORTED_TABLES[name].label}
                detail={plural(contents.counts.get(name) ?? 0, 'row')}
                trailing={
                  <Button
                    variant="default"
                    leftSection={<IconDownload size={18} aria-hidden />}
                    aria-label={`Download ${EXPORTED_TABLES[name].label.toLowerCase()} as CSV`}
                    disabled={contents.counts.get(name) === 0}
                    loading={busy === name}
                    onClick={() => runDownload(name, () => downloadTableCsv(name))}
                  >
                    CSV
                  </Button>
                }
              />
            ))}
          </ListRows>
        ) : (
          <SkeletonRows count={EXPORTED_TABLE_NAMES.length} />
        )}
      </Section>
    </Page>
  );
};

const unsyncedMessage = (unsynced: number): string =>
  unsynced === 0 ? 'Everything is in the cloud too.' : `Includes ${plural(unsynced, 'change')} not synced yet.`;
