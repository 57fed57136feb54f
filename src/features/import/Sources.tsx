import { Button, FileButton } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useStore, useTimeZone, useToday } from '../../store/react.ts';
import { LongTextField, TextField } from '../../ui/Fields.tsx';
import { formatBytes, formatInstant } from '../../ui/format.ts';
import { IconFileText } from '../../ui/icons.ts';
import { Card, Section } from '../../ui/Page.tsx';
import { readOriginal, STORAGE_KEY } from './found.ts';
import styles from './Import.module.css';
import { readSource, type Source } from './import-run.ts';
import { markOf } from './mark.ts';
import { RemoveOriginal } from './RemoveOriginal.tsx';

/** Where the rows can come from. */
export const Sources = () => {
  const db = useStore();
  const today = useToday();
  const timeZone = useTimeZone();
  const [pasted, setPasted] = useState('');
  const read = (text: string, source: Source) => void readSource(db, text, source, { today, timeZone });
  return (
    <>
      <Browser onRead={read} />
      <Section title="From a file" detail="JSON that the older app has exported, or a copy of what it stored.">
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
                  Choose a file
                </Button>
              )}
            </FileButton>
            <LongTextField
              label="Or paste it here"
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
              Read the text
            </Button>
          </div>
        </Card>
      </Section>
    </>
  );
};

const Browser = ({ onRead }: { onRead: (text: string, source: Source) => void }) => {
  const db = useStore();
  const [key, setKey] = useState(STORAGE_KEY);
  const [, setRemovals] = useState(0);
  const original = readOriginal(key);
  const imported = markOf(db.userId, key)?.finishedAt ?? null;
  const look = (event: SubmitEvent) => {
    event.preventDefault();
    if (original !== null) onRead(original, { label: 'This browser', key });
  };
  return (
    <Section title="From this browser">
      <Card>
        <form className={styles.form} onSubmit={look}>
          <TextField
            label="The older app’s name for its data"
            description={
              original === null
                ? 'Nothing is stored here under this name.'
                : `${formatBytes(new Blob([original]).size)} found.${imported === null ? '' : ` Imported on ${formatInstant(Date.parse(imported))}.`}`
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
              {imported === null ? 'Read it' : 'Read it again'}
            </Button>
            {original !== null && imported !== null && (
              <RemoveOriginal
                storageKey={key}
                onRemoved={() => {
                  setRemovals((count) => count + 1);
                }}
              />
            )}
          </div>
        </form>
      </Card>
    </Section>
  );
};
