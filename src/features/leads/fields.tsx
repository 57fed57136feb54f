import { LongTextField, TextField } from '../../ui/Fields.tsx';
import { type Checked, useSavedField } from '../../ui/use-saved-field.ts';

interface SavedProps<Value> {
  label: string;
  stored: Value;
  check: (text: string) => Checked<Value>;
  save: (value: Value) => Promise<unknown>;
}

const asText = (value: string | null): string => value ?? '';

export const TextSavedField = <Value extends string | null>({
  label,
  type = 'text',
  ...field
}: SavedProps<Value> & { type?: 'text' | 'tel' | 'email' }) => (
  <TextField label={label} type={type} autoComplete="off" {...useSavedField({ ...field, toText: asText }).props} />
);

export const LongSavedField = ({ label, ...field }: SavedProps<string | null>) => (
  <LongTextField label={label} {...useSavedField({ ...field, toText: asText }).props} />
);
