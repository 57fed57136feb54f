import { ActionIcon, Button } from '@mantine/core';
import type { ProgramParameter } from '../../domain/program.ts';
import { IconPlus, IconTrash } from '../../ui/icons.ts';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { checkKey, checkName, checkOptions } from './checks.ts';
import { SavedField, TextSavedField } from './fields.tsx';
import styles from './Programs.module.css';

interface ParameterFieldsProps {
  parameters: readonly ProgramParameter[];
  /** Stores what `change` makes of them as they are by then: two fields may be left in one moment. */
  save: (change: (parameters: readonly ProgramParameter[]) => ProgramParameter[]) => Promise<unknown>;
}

/** What an enrollment fills in, and what `{key}` in texts stands for. */
export const ParameterFields = ({ parameters, save }: ParameterFieldsProps) => {
  const put = (place: number, part: Partial<ProgramParameter>) =>
    save((now) => now.map((parameter, at) => (at === place ? { ...parameter, ...part } : parameter)));
  return (
    <div className={styles.group} role="group" aria-label="Parameters">
      <span className={styles.groupTitle}>Parameters</span>
      <span className={styles.quiet}>
        {'Filled in by whoever takes the program: {instrument} in a task’s text becomes their instrument.'}
      </span>
      {parameters.map((parameter, place) => (
        <div className={styles.entry} key={place}>
          <TextSavedField
            label="Asked as"
            stored={parameter.label}
            check={checkName}
            save={(label) => put(place, { label })}
          />
          <TextSavedField
            label="In texts: {…}"
            stored={parameter.key}
            check={checkKey(parameters.filter((_, at) => at !== place).map(({ key }) => key))}
            save={(key) => put(place, { key })}
          />
          <ActionIcon
            className={styles.entryRemove ?? ''}
            aria-label={`Remove ${parameter.label}`}
            onClick={() => void save((now) => now.filter((_, at) => at !== place)).catch(() => undefined)}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
          <div data-wide>
            <SavedField
              label="Choices"
              description="With commas between; empty for any text."
              stored={parameter.options}
              toText={(options) => (options ?? []).join(', ')}
              check={checkOptions}
              save={(options) => put(place, { options })}
            />
          </div>
          <div data-wide>
            <SwitchField
              label="Required"
              checked={parameter.required}
              onChange={(event) => void put(place, { required: event.currentTarget.checked }).catch(() => undefined)}
            />
          </div>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => {
            void save((now) => [...now, nextOf(now)]).catch(() => undefined);
          }}
        >
          Add a parameter
        </Button>
      </div>
    </div>
  );
};

const nextOf = (parameters: readonly ProgramParameter[]): ProgramParameter => ({
  key: freeKey(parameters.map(({ key }) => key)),
  label: `Parameter ${String(parameters.length + 1)}`,
  options: null,
  required: true,
});

const freeKey = (taken: readonly string[]): string => {
  for (let number = taken.length + 1; ; number += 1) {
    const key = `parameter_${String(number)}`;
    if (!taken.includes(key)) return key;
  }
};
