import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { signIn } from '../../../api/auth.ts';
import { useSession } from '../../../api/session.ts';
import { PasswordField } from '../../../ui/PasswordField.tsx';
import { invitationMessage } from './messages.ts';
import { AuthForm } from './AuthForm.tsx';
import { EmailField } from './fields.tsx';
import { EMAIL_RULES } from './validation.ts';

export const SignInScreen = () => {
  const person = useSession((session) => session.person);
  const { from } = useSearch({ strict: false });
  const navigate = useNavigate();
  const { register, handleSubmit, getValues, formState } = useForm({
    defaultValues: { email: person?.email ?? '', password: '' },
  });
  const { errors } = formState;

  return (
    <AuthForm
      title={person ? 'Sign in again' : 'Sign in'}
      detail={
        person
          ? 'Your work is safe on this device. Sign in to sync again.'
          : (invitationMessage(from) ?? 'Welcome back.')
      }
      submitLabel="Sign in"
      handleSubmit={handleSubmit}
      onSubmit={async () => {
        const { email, password } = getValues();
        await signIn(email.trim(), password);
        await navigate({ to: from ?? '/', replace: true });
      }}
      footer={
        <>
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
