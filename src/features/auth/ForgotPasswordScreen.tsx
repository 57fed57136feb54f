import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { requestPasswordReset } from '../../remote/auth.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EntranceForm, EntranceHeading } from './EntranceForm.tsx';
import { EmailField } from './fields.tsx';
import { EMAIL_RULES } from './rules.ts';

export const ForgotPasswordScreen = () => {
  const [mailed, setMailed] = useState<string | null>(null);
  const { register, handleSubmit, getValues, formState } = useForm({ defaultValues: { email: '' } });

  if (mailed !== null) {
    return (
      <>
        <EntranceHeading
          title="Check your mail"
          detail={`If there is an account for ${mailed}, a link to a new password is on its way. It works once.`}
        />
        <ButtonLink to="/sign-in" variant="default" mt="lg" fullWidth>
          Back to sign in
        </ButtonLink>
      </>
    );
  }
  return (
    <EntranceForm
      title="Forgot your password?"
      detail="Tell us your email, and we send you a link to a new one."
      submitLabel="Send the link"
      validate={handleSubmit}
      onSubmit={async () => {
        const email = getValues('email').trim();
        await requestPasswordReset(email);
        setMailed(email);
      }}
      footer={<Link to="/sign-in">Back to sign in</Link>}
    >
      <EmailField error={formState.errors.email?.message} {...register('email', EMAIL_RULES)} />
    </EntranceForm>
  );
};
