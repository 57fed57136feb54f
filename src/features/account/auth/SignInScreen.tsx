import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { AuthFailure } from '../../../api/auth-failure.ts';
import { signIn } from '../../../api/auth.ts';
import { useSession } from '../../../api/session.ts';
import { PasswordField } from '../../../ui/PasswordField.tsx';
import { AuthForm } from './AuthForm.tsx';
import { EmailField } from './fields.tsx';
import { useInvitationDetail } from './use-invitation-detail.tsx';
import { EMAIL_RULES } from './validation.ts';

export const SignInScreen = () => {
  // As it was when the screen opened: while the next screen loads after signing in, nothing here changes.
  const [person] = useState(() => useSession.getState().person);
  const [isUnconfirmed, setUnconfirmed] = useState(false);
  const { from } = useSearch({ strict: false });
  const invitation = useInvitationDetail(person ? undefined : from);
  const navigate = useNavigate();
  const { register, handleSubmit, getValues, formState } = useForm({
    defaultValues: { email: person?.email ?? '', password: '' },
  });
  const { errors } = formState;

  return (
    <AuthForm
      title={person ? 'Sign in again' : 'Sign in'}
      detail={person ? 'Your work is safe on this device. Sign in to sync again.' : (invitation ?? 'Welcome back.')}
      submitLabel="Sign in"
      handleSubmit={handleSubmit}
      onSubmit={async () => {
        const { email, password } = getValues();
        setUnconfirmed(false);
        await signIn(email.trim(), password).catch((error: unknown) => {
          setUnconfirmed(error instanceof AuthFailure && error.code === 'email_unconfirmed');
          throw error;
        });
        await navigate({ to: from ?? '/', replace: true });
      }}
      footer={
        <>
          {isUnconfirmed && (
            <Link to="/confirm" search={from === undefined ? {} : { from }}>
              Get a new confirmation link
            </Link>
          )}
          <Link to="/forgot-password">Forgot your password?</Link>
          {person ? (
            <Link to="/">Back to my work</Link>
          ) : (
            <span>
              New here?{' '}
              <Link to="/sign-up" search={from === undefined ? {} : { from }}>
                Create account
              </Link>
            </span>
          )}
        </>
      }
    >
      <EmailField error={errors.email?.message} {...register('email', EMAIL_RULES)} />
      <PasswordField
        label="Password"
        autoComplete="current-password"
        error={errors.password?.message}
        {...register('password', { required: 'Enter your password.' })}
      />
    </AuthForm>
  );
};
