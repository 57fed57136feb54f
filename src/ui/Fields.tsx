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

/** The text has the direction of its first letter. */
export const TextField = (props: TextInputProps) => <TextInput dir="auto" {...props} />;

/** Grows with its text. */
export const LongTextField = (props: TextareaProps) => (
  <Textarea dir="auto" autosize minRows={3} maxRows={12} {...props} />
);

/** A whole number, with the phone's number pad. The value is text, to be parsed by its validation. */
export const NumberField = (props: TextInputProps) => (
  <TextInput inputMode="numeric" pattern="[0-9]*" autoComplete="off" {...props} />
);

/** The native select. */
export const SelectField = (props: NativeSelectProps) => (
  <NativeSelect rightSection={<IconChevronDown size={18} aria-hidden />} rightSectionPointerEvents="none" {...props} />
);
