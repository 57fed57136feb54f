import { Button } from '@mantine/core';
import type { Program } from '../../domain/program.ts';
import { modulesInOrder } from '../../domain/program-weeks.ts';
import { type ProgramUpdates, updateProgram } from '../../store/programs.ts';
import { useStore } from '../../store/react.ts';
import { useConflicts } from '../../store/use-conflicts.ts';
import { ChoiceChips } from '../../ui/ChoiceChips.tsx';
import { ConflictCards } from '../../ui/ConflictCard.tsx';
import { ChoiceField } from '../../ui/Fields.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { SavedNote, useSaving } from '../../ui/SavedNote.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { checkDays, checkDescription, checkPrice, checkTitle } from './checks.ts';
import { DeleteProgram } from './DeleteProgram.tsx';
import { LongSavedField, NumberSavedField, SavedField, TextSavedField } from './fields.tsx';
import { ModuleFields } from './ModuleFields.tsx';
import { ParameterFields } from './ParameterFields.tsx';
import styles from './Programs.module.css';
import { KINDS, unitsOf } from './words.ts';

interface SettingsSheetProps {
  opened: boolean;
  onClose: () => void;
  program: Program;
  /** Whether there are versions of it, which others may be in. */
  hasVersions: boolean;
}

/** Everything about a program but its days; each field saves itself. */
export const SettingsSheet = ({ opened, onClose, ...about }: SettingsSheetProps) => {
  const { isSaved, saving } = useSaving();
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title="Settings"
      footer={
        <>
          <SavedNote isSaved={isSaved} />
          <Button onClick={onClose}>Done</Button>
        </>
      }
    >
      <Settings {...about} saving={saving} />
    </Sheet>
  );
};

interface SettingsProps extends Pick<SettingsSheetProps, 'program' | 'hasVersions'> {
  saving: (work: () => Promise<unknown>) => Promise<void>;
}

const Settings = ({ program, hasVersions, saving }: SettingsProps) => {
  const db = useStore();
  const conflicts = useConflicts(program.id);
  const { currency } = program;
  const save = (updates: Parameters<typeof updateProgram>[2]) => saving(() => updateProgram(db, program.id, updates));
  const choose = (fields: ProgramUpdates) => void save(fields).catch(() => undefined);
  return (
    <>
      <ConflictCards {...conflicts} />
      <TextSavedField label="Title" stored={program.title} check={checkTitle} save={(title) => save({ title })} />
      <LongSavedField
        label="Description"
        stored={program.description}
        check={checkDescription}
        save={(description) => save({ description })}
      />
      <ChoiceChips
        label="For"
        options={KIND_CHIPS}
        value={program.kind}
        onChange={(kind) => {
          choose({ kind });
        }}
      />
      <NumberSavedField
        label="Days"
        stored={program.length_days}
        check={checkDays}
        save={(length_days) => save({ length_days })}
        description="Tasks of days that a shorter program no longer has stay until you move or delete them."
      />
      <ChoiceChips
        label="Counted in"
        options={COUNTING_CHIPS}
        value={program.day_counting}
        onChange={(day_counting) => {
          choose({ day_counting });
        }}
      />
      <ModuleFields
        modules={program.modules}
        save={(change) => save(({ modules }) => ({ modules: modulesInOrder(change(modulesInOrder(modules))) }))}
      />
      <ParameterFields
        parameters={program.parameters}
        save={(change) => save(({ parameters }) => ({ parameters: change(parameters) }))}
      />
      <div className={styles.pair}>
        <SavedField
          key={currency}
          label="Price"
          stored={program.price}
          toText={(price) => (price === null ? '' : (price / unitsOf(currency)).toFixed(Math.log10(unitsOf(currency))))}
          check={checkPrice(currency)}
          save={(price) => save({ price })}
          placeholder="Free"
        />
        <ChoiceField
          label="Currency"
          data={[...new Set([...CURRENCIES, currency])]}
          value={currency}
          onChange={(event) => {
            choose({ currency: event.currentTarget.value });
          }}
        />
      </div>
      <div className={styles.linkLine}>
        <QuietLink to="/history/$table/$id" params={{ table: 'programs', id: program.id }}>
          History
        </QuietLink>
        <DeleteProgram program={program} hasVersions={hasVersions} />
      </div>
    </>
  );
};

const KIND_CHIPS = [
  { value: 'individual', label: KINDS.individual },
  { value: 'group', label: KINDS.group },
] as const;

const COUNTING_CHIPS = [
  { value: 'calendar', label: 'All days' },
  { value: 'weekdays', label: 'Weekdays only' },
] as const;

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CAD', 'AUD', 'JPY'];
