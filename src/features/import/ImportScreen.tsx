import { useEffect } from 'react';
import { useFlag } from '../../store/use-flag.ts';
import { useStore, useTimeZone, useToday } from '../../store/react.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { plural } from '../../ui/format.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Card, Page, PageHeader } from '../../ui/Page.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { readOriginal, STORAGE_KEY } from './found.ts';
import styles from './Import.module.css';
import { readSource, useRunOf } from './import-run.ts';
import { markOf } from './mark.ts';
import { Preview } from './Preview.tsx';
import { Report } from './Report.tsx';
import { Sources } from './Sources.tsx';

/** Brings the work over that an older app kept in this browser, or in a file. Works offline. */
export const ImportScreen = () => {
  const isOn = useFlag('local_import');
  const phone = usePhone();
  return (
    <Page>
      <PageHeader
        title="Import"
        {...(phone && { back: { to: '/more', label: 'More' } })}
        detail="Your activities, goals and types from the older app. Works offline."
      />
      {isOn ? (
        <Stage />
      ) : (
        <EmptyState
          action={
            <ButtonLink to="/" variant="default">
              Back to work
            </ButtonLink>
          }
        >
          The import is not switched on for you yet. What the older app kept stays where it is.
        </EmptyState>
      )}
    </Page>
  );
};

const Stage = () => {
  const db = useStore();
  const today = useToday();
  const timeZone = useTimeZone();
  const run = useRunOf(db.userId);

  // What waits in this browser is shown at once; what has been imported, only when it is asked for.
  useEffect(() => {
    if (run.stage !== 'choosing' || wasShown.has(db)) return;
    wasShown.add(db);
    const original = readOriginal(STORAGE_KEY);
    if (original === null || markOf(db.userId, STORAGE_KEY)?.finishedAt != null) return;
    void readSource(db, original, { label: 'This browser', key: STORAGE_KEY }, { today, timeZone });
  }, [db, run.stage, today, timeZone]);

  switch (run.stage) {
    case 'choosing':
      return <Sources />;
    case 'reading':
      return <SkeletonRows />;
    case 'preview':
      return <Preview reading={run.reading} />;
    case 'stopped':
      return <Preview reading={run.reading} wasStopped />;
    case 'importing':
      return (
        <Card>
          <Progress
            label={run.added === run.total ? 'Finishing …' : `Adding ${plural(run.total, 'row')} to this device …`}
            max={run.total}
            value={run.added}
          >
            <p className={styles.detail}>You can go on working meanwhile.</p>
          </Progress>
        </Card>
      );
    case 'done':
      return <Report reading={run.reading} added={run.added} />;
  }
};

/** The databases whose original has been shown of itself since the start. */
const wasShown = new WeakSet<object>();
