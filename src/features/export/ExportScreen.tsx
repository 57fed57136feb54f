import { Button } from '@mantine/core';
import { useState } from 'react';
import { SYNCED_TABLES, type SyncedTable } from '../../contract/tables.ts';
import { exportEverything } from '../../store/export.ts';
import { countPending, countRejected } from '../../store/outbox.ts';
import { useLive, useStore, useToday } from '../../store/react.ts';
import { downloadFile } from '../../ui/download.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { IconDatabaseExport, IconDownload } from '../../ui/icons.ts';
import { Card, Page, PageHeader, Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showProblem, showToast } from '../../ui/toast.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { toCsv } from './csv.ts';
import styles from './ExportScreen.module.css';

const NAMES: Record<SyncedTable, { label: string; file: string }> = {
  program_activities: { label: 'Activities', file: 'activities' },
  submissions: { label: 'Leads', file: 'leads' },
  program_weekly_goals: { label: 'Weekly goals', file: 'weekly-goals' },
  program_custom_activity_types: { label: 'Activity types', file: 'activity-types' },
  tasks: { label: 'Tasks', file: 'tasks' },
  programs: { label: 'Programs', file: 'programs' },
  program_tasks: { label: 'Tasks of programs', file: 'program-tasks' },
  enrollments: { label: 'Enrollments', file: 'enrollments' },
  sync_conflicts: { label: 'Open choices', file: 'open-choices' },
  profiles: { label: 'Profile', file: 'profile' },
};
const TABLES = Object.keys(NAMES) as SyncedTable[];

/** Everything that is the person's, as files. Read from this device, so that it works offline. */
export const ExportScreen = () => {
  const db = useStore();
  const today = useToday();
  const phone = usePhone();
  const [busy, setBusy] = useState<string | null>(null);
  const contents = useLive(async (live) => {
    const counts = await Promise.all(TABLES.map((name) => live.rows(name).count()));
    return {
      counts: new Map(TABLES.map((name, place) => [name, counts[place] ?? 0])),
      unsynced: (await countPending(live)) + (await countRejected(live)),
    };
  }, []);

  const give = async (name: string, make: () => Promise<void>) => {
    setBusy(name);
    try {
      await make();
      showToast('The file is in your downloads.');
    } catch {
      showProblem('The file could not be made. Nothing was changed; free some storage or reload, then try again.');
    }
    setBusy(null);
  };
  const giveJson = async () => {
    const everything = await exportEverything(db, new Date());
    downloadFile(`cadence-${today}.json`, JSON.stringify(everything, null, 2), 'application/json');
  };
  const giveCsv = async (name: SyncedTable) => {
    const rows = await db.rows(name).toArray();
    downloadFile(`cadence-${NAMES[name].file}-${today}.csv`, await toCsv(rows), 'text/csv');
  };

  const total = contents && [...contents.counts.values()].reduce((sum, count) => sum + count, 0);
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
                : `JSON with ${plural(total, 'row')} of ${formatCount(Object.keys(SYNCED_TABLES).length)} kinds. ${unsyncedNote(contents.unsynced)}`}
            </p>
          </div>
          <Button
            leftSection={<IconDatabaseExport size={18} aria-hidden />}
            loading={busy === 'json'}
            onClick={() => void give('json', giveJson)}
          >
            Download JSON
          </Button>
        </div>
      </Card>
      <Section title="For spreadsheets" detail="One CSV file for each kind, with what has not been synced yet.">
        {contents ? (
          <Rows label="CSV files">
            {TABLES.map((name) => (
              <Row
                key={name}
                title={NAMES[name].label}
                detail={plural(contents.counts.get(name) ?? 0, 'row')}
                trailing={
                  <Button
                    variant="default"
                    leftSection={<IconDownload size={18} aria-hidden />}
                    aria-label={`Download ${NAMES[name].label.toLowerCase()} as CSV`}
                    disabled={contents.counts.get(name) === 0}
                    loading={busy === name}
                    onClick={() => void give(name, () => giveCsv(name))}
                  >
                    CSV
                  </Button>
                }
              />
            ))}
          </Rows>
        ) : (
          <SkeletonRows count={TABLES.length} />
        )}
      </Section>
    </Page>
  );
};

const unsyncedNote = (unsynced: number): string =>
  unsynced === 0
    ? 'All of it is in the cloud too.'
    : `${plural(unsynced, 'change')} that the cloud does not have yet ${unsynced === 1 ? 'is' : 'are'} inside too.`;
