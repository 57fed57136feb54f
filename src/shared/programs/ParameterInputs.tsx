import type { ProgramParameter } from '../../domain/programs/program.ts';
import { SelectField, TextField } from '../../ui/Fields.tsx';
import { formatName } from '../../ui/format-name.ts';

export interface ParameterInputsProps {
  parameters: readonly ProgramParameter[];
  /** By the parameters' keys. */
  values: Readonly<Record<string, string>>;
  /** Keys of required parameters that are empty. */
  missingKeys: ReadonlySet<string>;
  onChange: (values: Record<string, string>) => void;
}

/** The parameters of an enrollment: a select or a text field for each. */
export const ParameterInputs = ({ parameters, values, missingKeys, onChange }: ParameterInputsProps) =>
  parameters.map(({ key, label, options, required }) => {
    const common = {
      label: formatName(label),
      required,
      value: values[key] ?? '',
      error: missingKeys.has(key) ? 'Required: the program’s tasks use this.' : undefined,
      onChange: (event: { currentTarget: { value: string } }) => {
        onChange({ ...values, [key]: event.currentTarget.value });
      },
    };
    return options === null ? (
      <TextField key={key} {...common} autoComplete="off" maxLength={2_000} />
    ) : (
      <SelectField key={key} {...common} data={[{ value: '', label: 'Choose…' }, ...options]} />
    );
  });
