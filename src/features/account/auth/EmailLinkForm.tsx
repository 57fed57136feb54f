import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { AuthForm } from './AuthForm.tsx';
import { EmailField } from './fields.tsx';
import { EMAIL_RULES } from './validation.ts';

interface EmailLinkFormProps {
  title: string;
  detail: string;
  submitLabel: string;
  footer: ReactNode;
  /** Sends a link to the address. */
  onSend: (email: string) => Promise<void>;
}

/** Asks for the email that a link is to be sent to. */
export const EmailLinkForm = ({ onSend, ...texts }: EmailLinkFormProps) => {
  const { register, handleSubmit, getValues, formState } = useForm({ defaultValues: { email: '' } });
  return (
    <AuthForm {...texts} handleSubmit={handleSubmit} onSubmit={() => onSend(getValues('email').trim())}>
      <EmailField error={formState.errors.email?.message} {...register('email', EMAIL_RULES)} />
    </AuthForm>
  );
};
