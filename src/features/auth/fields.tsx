import type { PasswordInputProps, TextInputProps } from '@mantine/core';
import { TextField } from '../../ui/Fields.tsx';
import { PasswordField } from '../../ui/PasswordField.tsx';
import { PASSWORD_LENGTH } from './rules.ts';

/* The fields of the entrance, told so that password managers know them. */

export const EmailField = (props: TextInputProps) => (
  <TextField label="Email" type="email" autoComplete="username" inputMode="email" {...props} />
);

export const NewPasswordField = (props: PasswordInputProps) => (
  <PasswordField
    label="Password"
    description={`At least ${PASSWORD_LENGTH} characters`}
    autoComplete="new-password"
    {...props}
  />
);
