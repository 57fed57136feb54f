import { FileButton } from '@mantine/core';
import { useState } from 'react';
import { Form } from '../../../ui/Form.tsx';
import { Button } from '../../../ui/Button.tsx';
import { useDatabase } from '../../../store/live-query.ts';
import { LongTextField, TextField } from '../../../ui/Fields.tsx';
import { formatBytes, formatInstant } from '../../../ui/format.ts';
import { IconFileText } from '../../../ui/icons.ts';
import { Card, Section } from '../../../ui/Page.tsx';
import { readLegacyData, LEGACY_STORAGE_KEY } from './legacy-storage.ts';
import styles from './Import.module.css';
import { readSource, type ImportSource } from './import-run.ts';
import { getImportStatus } from './import-status.ts';
import { useImportContext } from './use-import-context.ts';
import { RemoveLegacyData } from './RemoveLegacyData.tsx';

export const ImportSources = () => {
  const db = useDatabase();
  const context = useImportContext();
  const [pasted, setPasted] = useState('');
  const read = (text: string, source: ImportSource) => void readSource(db, text, source, context);
  return (
    <>
      <BrowserSource onRead={read} />
      <Section
        title="From a file"
        detail="JSON that you exported from Cadence or your previous app, or a copy of its stored data."
      >
        <Card>
          <div className={styles.form}>
            <FileButton
              accept=".json,application/json,text/plain"
              onChange={(file) => {
                if (file) void file.text().then((text) => read(text, { label: file.name, key: null }));
              }}
            >
              {(props) => (
                <Button variant="default" leftSection={<IconFileText size={18} aria-hidden />} {...props}>
                  Choose file
                </Button>
              )}
            </FileButton>
            <LongTextField
              label="Or paste JSON here"
              maxRows={8}
              spellCheck={false}
              value={pasted}
              onChange={(event) => {
                setPasted(event.currentTarget.value);
              }}
            />
            <Button
              variant="default"
              disabled={pasted.trim() === ''}
              onClick={() => {
                read(pasted, { label: 'Pasted text', key: null });
              }}
            >
              Read text
            </Button>
          </div>
        </Card>
      </Section>
    </>
  );
};

const BrowserSource = ({ onRead }: { onRead: (text: string, source: ImportSource) => void }) => {
  const db = useDatabase();
  const [key, setKey] = useState(LEGACY_STORAGE_KEY);
  const [, setRemovals] = useState(0);
  const original = readLegacyData(key);
  const importedAt = getImportStatus(db.userId, key)?.finishedAt ?? null;
  const readStorage = () => {
    if (original !== null) onRead(original, { label: 'This browser', key });
  };
  return (
    <Section title="From this browser">
      <Card>
        <Form className={styles.form} onSubmit={readStorage}>
          <TextField
            label="Storage key"
            description={
              original === null
                ? 'No data found under this key.'
                : `${formatBytes(new Blob([original]).size)} found.${importedAt === null ? '' : ` Imported on ${formatInstant(Date.parse(importedAt))}.`}`
            }
            inputWrapperOrder={['label', 'input', 'description']}
            autoComplete="off"
            spellCheck={false}
            value={key}
            onChange={(event) => {
              setKey(event.currentTarget.value);
            }}
          />
          <div className={styles.buttons}>
            <Button type="submit" variant="default" disabled={original === null}>
              {importedAt === null ? 'Read data' : 'Read data again'}
            </Button>
            {original !== null && importedAt !== null && (
              <RemoveLegacyData
                storageKey={key}
                onRemoved={() => {
                  setRemovals((count) => count + 1);
                }}
              />
            )}
          </div>
        </Form>
      </Card>
    </Section>
  );
};
