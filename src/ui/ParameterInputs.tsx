import type { ProgramParameter } from '../domain/program.ts';
import { ChoiceField, TextField } from './Fields.tsx';

interface ParameterInputsProps {
  parameters: readonly ProgramParameter[];
  /** By the parameters' keys. */
  filled: Readonly<Record<string, string>>;
  /** Keys of those that should have been filled in and are not. */
  missing: ReadonlySet<string>;
  onChange: (filled: Record<string, string>) => void;
}

/** What somebody who takes a program is asked for: a choice or a line of text each. */
export const ParameterInputs = ({ parameters, filled, missing, onChange }: ParameterInputsProps) =>
  parameters.map(({ key, label, options, required }) => {
    const common = {
      label,
      required,
      value: filled[key] ?? '',
      error: missing.has(key) ? 'Fill this in: tasks of the program speak of it.' : undefined,
      onChange: (event: { currentTarget: { value: string } }) => {
        onChange({ ...filled, [key]: event.currentTarget.value });
      },
    };
    return options === null ? (
      <TextField key={key} {...common} autoComplete="off" maxLength={2_000} />
    ) : (
      <ChoiceField key={key} {...common} data={[{ value: '', label: 'Choose…' }, ...options]} />
    );
  });
