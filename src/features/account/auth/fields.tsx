import type { PasswordInputProps, TextInputProps } from '@mantine/core';
import { TextField } from '../../../ui/Fields.tsx';
import { PasswordField } from '../../../ui/PasswordField.tsx';
import { PASSWORD_MIN_LENGTH } from './validation.ts';

/* The `autoComplete` values are those by which password managers recognize the fields. */

export const EmailField = (props: TextInputProps) => (
  <TextField label="Email" type="email" autoComplete="username" inputMode="email" {...props} />
);

export const NewPasswordField = (props: PasswordInputProps) => (
  <PasswordField
    label="Password"
    description={`At least ${PASSWORD_MIN_LENGTH} characters`}
    autoComplete="new-password"
    {...props}
  />
);
