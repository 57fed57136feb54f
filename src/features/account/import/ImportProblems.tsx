import { stringify } from 'lossless-json';
import { Button } from '../../../ui/Button.tsx';
import type { Problem } from '../../../domain/import/outcome.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { downloadFile } from '../../../ui/download.ts';
import { plural } from '../../../ui/format.ts';
import { IconDownload } from '../../../ui/icons.ts';
import { LongListRows } from '../../../ui/LongListRows.tsx';
import { Section } from '../../../ui/Page.tsx';
import { ListRow } from '../../../ui/ListRows.tsx';
import styles from './Import.module.css';
import { problemLocation, problemValuePreview, importProblemMessage } from './messages.ts';

/** The rows that could not be read, with the reason; they can be downloaded, so that none is lost. */
export const ImportProblems = ({ problems }: { problems: readonly Problem[] }) => {
  const today = useToday();
  if (problems.length === 0) return null;
  const download = () => {
    const rows = problems.map(({ path, code, field, value }) => ({
      path,
      field,
      code,
      reason: importProblemMessage(code),
      value,
    }));
    void downloadFile(`cadence-unreadable-${today}.json`, stringify(rows, null, 2) ?? '', 'application/json');
  };
  return (
    <Section
      title={plural(problems.length, 'unreadable row')}
      detail="These are not imported. Download them to keep them; rows you fix can be imported separately."
      action={
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<IconDownload size={16} aria-hidden />}
          aria-label="Download unreadable rows as JSON"
          onClick={download}
        >
          JSON
        </Button>
      }
    >
      <LongListRows
        label="Unreadable rows"
        items={problems}
        rowHeight={84}
        render={(problem) => (
          <ListRow
            key={`${problem.path} ${problem.code}`}
            title={problemLocation(problem)}
            detail={
              <>
                {importProblemMessage(problem.code)}{' '}
                <code className={styles.value}>{problemValuePreview(problem)}</code>
              </>
            }
          />
        )}
      />
    </Section>
  );
};
