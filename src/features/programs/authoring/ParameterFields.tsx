import type { ProgramParameter } from '../../../domain/programs/program.ts';
import { SavedField, SavedTextField } from '../../../shared/fields/SavedFields.tsx';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import { EditableList } from './EditableList.tsx';
import { validateParameterKey, validateName, validateParameterOptions } from './validation.ts';

interface ParameterFieldsProps {
  programId: string;
  parameters: readonly ProgramParameter[];
  /** `change` gets the stored parameters. */
  save: (change: (parameters: readonly ProgramParameter[]) => ProgramParameter[]) => Promise<unknown>;
}

/** The parameters of a program, and the `{key}` of each in texts. */
export const ParameterFields = ({ programId, parameters, save }: ParameterFieldsProps) => (
  <EditableList
    label="Parameters"
    hint="Each person answers these when they start. {instrument} in a task’s text is replaced by their answer."
    addLabel="Add parameter"
    items={parameters}
    // A parameter has no id, and its key is edited here.
    keyOf={(_, index) => String(index)}
    nameOf={({ label }) => label}
    draftNamesOf={(parameter) => PARAMETER_FIELDS.map((field) => draftName(programId, parameter, field))}
    create={nextParameter}
    save={save}
    wideFields={(parameter, update) => (
      <>
        <div data-wide>
          <SavedField
            label="Choices"
            description="Separate with commas. Leave empty to allow any text."
            stored={parameter.options}
            toText={(options) => (options ?? []).join(', ')}
            validate={validateParameterOptions}
            draftName={draftName(programId, parameter, 'options')}
            save={(options) => update({ options })}
          />
        </div>
        <div data-wide>
          <SwitchField
            label="Required"
            checked={parameter.required}
            onChange={(event) => void update({ required: event.currentTarget.checked }).catch(() => undefined)}
          />
        </div>
      </>
    )}
  >
    {(parameter, update, index) => (
      <>
        <SavedTextField
          label="Question"
          stored={parameter.label}
          validate={validateName}
          draftName={draftName(programId, parameter, 'label')}
          save={(label) => update({ label })}
        />
        <SavedTextField
          label="Placeholder"
          stored={parameter.key}
          validate={validateParameterKey(parameters.filter((_, at) => at !== index).map(({ key }) => key))}
          draftName={draftName(programId, parameter, 'key')}
          save={(key) => update({ key })}
        />
      </>
    )}
  </EditableList>
);

const PARAMETER_FIELDS = ['label', 'key', 'options'] as const;

const draftName = (programId: string, { key }: ProgramParameter, field: (typeof PARAMETER_FIELDS)[number]): string =>
  `parameter.${programId}.${key}.${field}`;

const nextParameter = (parameters: readonly ProgramParameter[]): ProgramParameter => ({
  key: unusedParameterKey(parameters.map(({ key }) => key)),
  label: `Parameter ${String(parameters.length + 1)}`,
  options: null,
  required: true,
});

const unusedParameterKey = (usedKeys: readonly string[]): string => {
  for (let number = usedKeys.length + 1; ; number += 1) {
    const key = `parameter_${String(number)}`;
    if (!usedKeys.includes(key)) return key;
  }
};
