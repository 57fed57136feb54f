import { DateField, LongTextField, NumberField, TextField, TimeField } from '../../ui/Fields.tsx';
import { type Checked, useSavedField } from '../../ui/use-saved-field.ts';

interface SavedProps<Value> {
  label: string;
  stored: Value;
  check: (text: string) => Checked<Value>;
  save: (value: Value) => Promise<unknown>;
  description?: string;
}

const asText = (value: string | number | null): string => (value === null ? '' : String(value));

export const TextSavedField = ({ label, ...field }: SavedProps<string>) => (
  <TextField label={label} autoComplete="off" {...useSavedField({ ...field, toText: asText }).props} />
);

export const DateSavedField = <Value extends string | null>({ label, ...field }: SavedProps<Value>) => (
  <DateField label={label} {...useSavedField({ ...field, toText: asText }).props} />
);

export const TimeSavedField = ({ label, ...field }: SavedProps<string | null>) => (
  <TimeField label={label} {...useSavedField({ ...field, toText: (time) => time?.slice(0, 5) ?? '' }).props} />
);

export const NumberSavedField = ({ label, ...field }: SavedProps<number | null>) => (
  <NumberField label={label} {...useSavedField({ ...field, toText: asText }).props} />
);

export const LongSavedField = ({ label, minRows = 3, ...field }: SavedProps<string | null> & { minRows?: number }) => (
  <LongTextField label={label} minRows={minRows} {...useSavedField({ ...field, toText: asText }).props} />
);
