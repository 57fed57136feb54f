import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { requestPasswordReset } from '../../../api/auth.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { AuthForm, AuthHeading } from './AuthForm.tsx';
import { EmailField } from './fields.tsx';
import { EMAIL_RULES } from './validation.ts';

export const ForgotPasswordScreen = () => {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { register, handleSubmit, getValues, formState } = useForm({ defaultValues: { email: '' } });

  if (sentTo !== null) {
    return (
      <>
        <AuthHeading
          title="Check your email"
          detail={`If an account exists for ${sentTo}, we sent it a link to set a new password. The link works once.`}
        />
        <ButtonLink to="/sign-in" variant="default" mt="lg" fullWidth>
          Back to sign in
        </ButtonLink>
      </>
    );
  }
  return (
    <AuthForm
      title="Forgot your password?"
      detail="Enter your email and we’ll send you a link to set a new one."
      submitLabel="Send reset link"
      handleSubmit={handleSubmit}
      onSubmit={async () => {
        const email = getValues('email').trim();
        await requestPasswordReset(email);
        setSentTo(email);
      }}
      footer={<Link to="/sign-in">Back to sign in</Link>}
    >
      <EmailField error={formState.errors.email?.message} {...register('email', EMAIL_RULES)} />
    </AuthForm>
  );
};
