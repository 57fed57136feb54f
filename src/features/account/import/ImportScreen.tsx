import { useEffect } from 'react';
import { useFlag } from '../../../data/flags/use-flag.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { plural } from '../../../ui/format.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Card, Page, PageHeader } from '../../../ui/Page.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { useIsPhone } from '../../../ui/use-is-phone.ts';
import { readLegacyData, LEGACY_STORAGE_KEY } from './legacy-storage.ts';
import styles from './Import.module.css';
import { readSource, useImportRunOf } from './import-run.ts';
import { getImportStatus } from './import-status.ts';
import { ImportPreview } from './ImportPreview.tsx';
import { ImportReport } from './ImportReport.tsx';
import { useImportContext } from './use-import-context.ts';
import { ImportSources } from './ImportSources.tsx';

/** Imports the work of the legacy app from this browser or a file. Works offline. */
export const ImportScreen = () => {
  const isOn = useFlag('local_import');
  const phone = useIsPhone();
  return (
    <Page>
      <PageHeader
        title="Import"
        {...(phone && { back: { to: '/more', label: 'More' } })}
        detail="Import your work from a Cadence export or your previous app. Works offline."
      />
      {isOn ? (
        <ImportStage />
      ) : (
        <EmptyState
          action={
            <ButtonLink to="/" variant="default">
              Back to work
            </ButtonLink>
          }
        >
          Import is not turned on for you yet. Your previous app’s data stays where it is.
        </EmptyState>
      )}
    </Page>
  );
};

const ImportStage = () => {
  const db = useDatabase();
  const context = useImportContext();
  const run = useImportRunOf(db.userId);

  // Data of this browser that was not imported yet is read at once, without a tap.
  useEffect(() => {
    if (run.stage !== 'idle' || autoReadDatabases.has(db)) return;
    autoReadDatabases.add(db);
    const original = readLegacyData(LEGACY_STORAGE_KEY);
    if (original === null || getImportStatus(db.userId, LEGACY_STORAGE_KEY)?.finishedAt != null) return;
    void readSource(db, original, { label: 'This browser', key: LEGACY_STORAGE_KEY }, context);
  }, [db, run.stage, context]);

  switch (run.stage) {
    case 'idle':
      return <ImportSources />;
    case 'reading':
      return <SkeletonRows />;
    case 'preview':
      return <ImportPreview parsed={run.parsed} />;
    case 'stopped':
      return <ImportPreview parsed={run.parsed} wasStopped />;
    case 'importing':
      return (
        <Card>
          <ProgressBar
            label={run.added === run.total ? 'Finishing …' : `Adding ${plural(run.total, 'row')} to this device …`}
            max={run.total}
            value={run.added}
          >
            <p className={styles.detail}>You can keep working in the meantime.</p>
          </ProgressBar>
        </Card>
      );
    case 'done':
      return <ImportReport parsed={run.parsed} added={run.added} />;
  }
};

/** The databases for which the legacy data was read automatically since the app started. */
const autoReadDatabases = new WeakSet<object>();
