import {
  NativeSelect,
  type NativeSelectProps,
  Textarea,
  type TextareaProps,
  TextInput,
  type TextInputProps,
} from '@mantine/core';
import { IconChevronDown } from './icons.ts';

/*
 * Form fields: a label, a control of at least 44 px, a hint, an error. All pass `ref`, `name`,
 * `onChange` and `onBlur` to the native control, so `{...register('title')}` works.
 */

export const TextField = (props: TextInputProps) => <TextInput {...props} />;

/** Grows with what is written; `minRows` 3 unless told otherwise. */
export const LongTextField = (props: TextareaProps) => <Textarea autosize minRows={3} maxRows={12} {...props} />;

/** A whole number, with the phone's number pad. The value is text: parse it where it is checked. */
export const NumberField = (props: TextInputProps) => (
  <TextInput inputMode="numeric" pattern="[0-9]*" autoComplete="off" {...props} />
);

/** The device's own date picker. The value is `YYYY-MM-DD` or empty. */
export const DateField = (props: TextInputProps) => <TextInput type="date" {...props} />;

/** The device's own time picker. The value is `HH:MM` or empty. */
export const TimeField = (props: TextInputProps) => <TextInput type="time" {...props} />;

/** The device's own picker of one of a few choices. */
export const ChoiceField = (props: NativeSelectProps) => (
  <NativeSelect rightSection={<IconChevronDown size={18} aria-hidden />} rightSectionPointerEvents="none" {...props} />
);
