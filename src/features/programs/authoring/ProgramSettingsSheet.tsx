import { Button } from '../../../ui/Button.tsx';
import type { Program } from '../../../domain/programs/program.ts';
import { sortModules } from '../../../domain/programs/weeks.ts';
import type { ProgramUpdates } from '../../../data/programs/drafts.ts';
import { RejectedNotice } from '../../../shared/sync/rejected-row.tsx';
import { useConflicts } from '../../../data/sync/use-conflicts.ts';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';
import { ConflictsOfField, ConflictsOfRow } from '../../../shared/conflicts/ConflictCard.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { SavedIndicator, useSaveStatus } from '../../../shared/fields/SavedIndicator.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { validateDayNumber, validateDescription, validateProgramTitle } from './validation.ts';
import { useDraftEditor } from './draft-editor.ts';
import { DeleteProgram } from './DeleteProgram.tsx';
import { SavedLongTextField, SavedNumberField, SavedTextField } from '../../../shared/fields/SavedFields.tsx';
import { ModuleFields } from './ModuleFields.tsx';
import { ParameterFields } from './ParameterFields.tsx';
import { PreviewDaysField } from './PreviewDaysField.tsx';
import { PriceFields } from './PriceFields.tsx';
import styles from './Programs.module.css';
import { PROGRAM_KIND_LABELS } from '../../../shared/programs/program-labels.ts';

interface ProgramSettingsSheetProps {
  opened: boolean;
  onClose: () => void;
  program: Program;
  /** Whether it was ever published. */
  hasVersions: boolean;
}

/** The fields of a program, each saved by itself. */
export const ProgramSettingsSheet = ({ opened, onClose, ...props }: ProgramSettingsSheetProps) => {
  const { isSaved, trackSave } = useSaveStatus();
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title="Program settings"
      footer={
        <>
          <SavedIndicator isSaved={isSaved} />
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <ProgramSettings {...props} trackSave={trackSave} />
    </Sheet>
  );
};

interface ProgramSettingsProps extends Pick<ProgramSettingsSheetProps, 'program' | 'hasVersions'> {
  trackSave: (work: () => Promise<unknown>) => Promise<void>;
}

const ProgramSettings = ({ program, hasVersions, trackSave }: ProgramSettingsProps) => {
  const editor = useDraftEditor();
  const conflicts = useConflicts(program.id);
  const save = (updates: Parameters<typeof editor.saveProgram>[1]) =>
    trackSave(() => editor.saveProgram(program, updates));
  const saveChoice = (fields: ProgramUpdates) => void save(fields).catch(() => undefined);
  return (
    <>
      <RejectedNotice rowId={program.id} what="this program" />
      <ConflictsOfRow {...conflicts} />
      <SavedTextField
        label="Title"
        stored={program.title}
        validate={validateProgramTitle}
        draftName={`program-title.${program.id}`}
        save={(title) => save({ title })}
      />
      <ConflictsOfField field="description" {...conflicts} />
      <SavedLongTextField
        label="Description"
        stored={program.description}
        validate={validateDescription}
        save={(description) => save({ description })}
      />
      <ChoiceChips
        label="Kind"
        options={PROGRAM_KIND_OPTIONS}
        value={program.kind}
        onChange={(kind) => {
          saveChoice({ kind });
        }}
      />
      <SavedNumberField
        label="Days"
        stored={program.length_days}
        validate={validateDayNumber}
        save={(length_days) => save({ length_days })}
        description="If you shorten the program, tasks after the last day stay until you move or delete them."
      />
      <ChoiceChips
        label="Counted days"
        options={DAY_COUNTING_OPTIONS}
        value={program.day_counting}
        onChange={(day_counting) => {
          saveChoice({ day_counting });
        }}
      />
      <ModuleFields
        programId={program.id}
        modules={program.modules}
        save={(change) => save(({ modules }) => ({ modules: sortModules(change(sortModules(modules))) }))}
      />
      <ParameterFields
        programId={program.id}
        parameters={program.parameters}
        save={(change) => save(({ parameters }) => ({ parameters: change(parameters) }))}
      />
      <PriceFields program={program} save={save} />
      {program.price !== null && <PreviewDaysField program={program} save={save} />}
      <div className={styles.actionLine}>
        <QuietLink to="/history/$table/$id" params={{ table: 'programs', id: program.id }}>
          History
        </QuietLink>
        <DeleteProgram program={program} hasVersions={hasVersions} />
      </div>
    </>
  );
};

const PROGRAM_KIND_OPTIONS = [
  { value: 'individual', label: PROGRAM_KIND_LABELS.individual },
  { value: 'group', label: PROGRAM_KIND_LABELS.group },
] as const;

const DAY_COUNTING_OPTIONS = [
  { value: 'calendar', label: 'All days' },
  { value: 'weekdays', label: 'Weekdays only' },
] as const;
