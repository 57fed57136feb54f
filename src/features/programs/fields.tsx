import { LongTextField, NumberField, TextField } from '../../ui/Fields.tsx';
import { type Checked, useSavedField } from '../../ui/use-saved-field.ts';

interface SavedProps<Value> {
  label: string;
  stored: Value;
  check: (text: string) => Checked<Value>;
  save: (value: Value) => Promise<unknown>;
  description?: string;
  placeholder?: string;
  className?: string | undefined;
}

interface FieldProps<Value> extends SavedProps<Value> {
  toText: (value: Value) => string;
}

const asText = (value: string | number | null): string => (value === null ? '' : String(value));

/** What a field of @mantine/core takes besides what it is bound to. */
const looks = ({ description, placeholder, className }: Partial<SavedProps<never>>) => ({
  autoComplete: 'off',
  ...(description !== undefined && { description }),
  ...(placeholder !== undefined && { placeholder }),
  ...(className !== undefined && { className }),
});

/** A text field that saves itself; `toText` and `check` are each other's inverse. */
export const SavedField = <Value,>({ label, stored, toText, check, save, ...rest }: FieldProps<Value>) => (
  <TextField label={label} {...looks(rest)} {...useSavedField({ stored, toText, check, save }).props} />
);

export const TextSavedField = (field: SavedProps<string>) => <SavedField {...field} toText={asText} />;

export const NumberSavedField = <Value extends number | null>({
  label,
  stored,
  check,
  save,
  ...rest
}: SavedProps<Value>) => (
  <NumberField label={label} {...looks(rest)} {...useSavedField({ stored, toText: asText, check, save }).props} />
);

export const LongSavedField = ({ label, stored, check, save, ...rest }: SavedProps<string | null>) => (
  <LongTextField label={label} {...looks(rest)} {...useSavedField({ stored, toText: asText, check, save }).props} />
);
