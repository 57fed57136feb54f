import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { resendConfirmation } from '../../../api/auth.ts';
import { AuthForm, AuthHeading } from './AuthForm.tsx';
import { EmailField } from './fields.tsx';
import { EMAIL_RULES } from './validation.ts';

/** Sends the mail that confirms a new account's address again. */
export const ResendConfirmation = ({ next }: { next?: string | undefined }) => {
  const { from } = useSearch({ strict: false });
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { register, handleSubmit, getValues, formState } = useForm({ defaultValues: { email: '' } });

  if (sentTo !== null) {
    return (
      <AuthHeading
        title="Check your email"
        detail={`If ${sentTo} belongs to an account that isn’t confirmed yet, we sent it a new link.`}
      />
    );
  }
  return (
    <AuthForm
      title="Get a new link"
      detail="Enter the email that you signed up with and we’ll send you a new link to confirm it."
      submitLabel="Send new link"
      handleSubmit={handleSubmit}
      onSubmit={async () => {
        const email = getValues('email').trim();
        await resendConfirmation(email, next ?? from);
        setSentTo(email);
      }}
      footer={<Link to="/sign-in">Already confirmed? Sign in</Link>}
    >
      <EmailField error={formState.errors.email?.message} {...register('email', EMAIL_RULES)} />
    </AuthForm>
  );
};
