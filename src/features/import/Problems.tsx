import { Button } from '@mantine/core';
import type { Problem } from '../../domain/older-app/outcome.ts';
import { useToday } from '../../store/react.ts';
import { downloadFile } from '../../ui/download.ts';
import { plural } from '../../ui/format.ts';
import { IconDownload } from '../../ui/icons.ts';
import { LongRows } from '../../ui/LongRows.tsx';
import { Section } from '../../ui/Page.tsx';
import { Row } from '../../ui/Rows.tsx';
import styles from './Import.module.css';
import { placeOf, previewOf, sentenceOf } from './sentences.ts';

/** The rows that could not be read, with why. None of them is lost: they can be taken away as a file. */
export const Problems = ({ problems }: { problems: readonly Problem[] }) => {
  const today = useToday();
  if (problems.length === 0) return null;
  const give = () => {
    const rows = problems.map(({ path, code, field, held }) => ({ path, field, code, why: sentenceOf(code), held }));
    downloadFile(`cadence-unreadable-${today}.json`, JSON.stringify(rows, null, 2), 'application/json');
  };
  return (
    <Section
      title={`${plural(problems.length, 'row')} that cannot be read`}
      detail="They are not imported. Download them to keep them; those that you mend can be imported on their own."
      action={
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<IconDownload size={16} aria-hidden />}
          aria-label="Download the unreadable rows as JSON"
          onClick={give}
        >
          JSON
        </Button>
      }
    >
      <LongRows
        label="Rows that cannot be read"
        items={problems}
        rowHeight={84}
        render={(problem) => (
          <Row
            key={`${problem.path} ${problem.code}`}
            title={placeOf(problem)}
            detail={
              <>
                {sentenceOf(problem.code)} <code className={styles.held}>{previewOf(problem)}</code>
              </>
            }
          />
        )}
      />
    </Section>
  );
};
