import type { ReactNode } from 'react';
import { DateField, TimeField } from '../../ui/DateFields.tsx';
import { LongTextField, NumberField, TextField } from '../../ui/Fields.tsx';
import { useSavedField } from './use-saved-field.ts';
import type { Validate } from './validation.ts';

/* Fields that save themselves; see useSavedField. */

interface SavedFieldProps<Value> {
  label: string;
  stored: Value;
  validate: Validate<Value>;
  save: (value: Value) => Promise<unknown>;
  description?: ReactNode;
  draftName?: string;
  placeholder?: string;
}

const valueToText = (value: string | number | null): string => (value === null ? '' : String(value));

/** The props of a field of ui/Fields, without those that are undefined. */
const useFieldProps = <Value,>(
  { label, description, placeholder, ...options }: SavedFieldProps<Value>,
  toText: (value: Value) => string,
) => ({
  label,
  ...(description !== undefined && { description }),
  ...(placeholder !== undefined && { placeholder }),
  ...useSavedField({ ...options, label, toText }).props,
});

/** `toText` and `validate` are each other's inverse. */
export const SavedField = <Value,>({
  toText,
  ...props
}: SavedFieldProps<Value> & { toText: (value: Value) => string }) => (
  <TextField autoComplete="off" {...useFieldProps(props, toText)} />
);

export const SavedTextField = <Value extends string | null>({
  type = 'text',
  ...props
}: SavedFieldProps<Value> & { type?: 'text' | 'tel' | 'email' }) => (
  <TextField type={type} autoComplete="off" {...useFieldProps(props, valueToText)} />
);

export const SavedNumberField = <Value extends number | null>(props: SavedFieldProps<Value>) => (
  <NumberField {...useFieldProps(props, valueToText)} />
);

export const SavedDateField = <Value extends string | null>(props: SavedFieldProps<Value>) => (
  <DateField {...useFieldProps(props, valueToText)} />
);

export const SavedTimeField = (props: SavedFieldProps<string | null>) => (
  <TimeField {...useFieldProps(props, (time) => time?.slice(0, 5) ?? '')} />
);

export const SavedLongTextField = <Value extends string | null>({
  minRows = 3,
  ...props
}: SavedFieldProps<Value> & { minRows?: number }) => (
  <LongTextField minRows={minRows} {...useFieldProps(props, valueToText)} />
);
