import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type SignUpProfile, signUp } from '../../../api/auth.ts';
import { TextField } from '../../../ui/Fields.tsx';
import styles from './Auth.module.css';
import { AuthForm, AuthHeading } from './AuthForm.tsx';
import { EmailField, NewPasswordField } from './fields.tsx';
import { DISPLAY_NAME_RULES } from '../../../shared/fields/form-rules.ts';
import { useInvitationDetail } from './use-invitation-detail.tsx';
import { EMAIL_RULES, NEW_PASSWORD_RULES } from './validation.ts';
import { DISPLAY_NAME_LIMIT } from '../../../domain/profiles/profile.ts';
import { normalLabel } from '../../../domain/values/text.ts';

const ROLE_OPTIONS: readonly { role: SignUpProfile['role']; name: string; detail: string }[] = [
  { role: 'rep', name: 'I do the work', detail: 'Log calls, meetings and follow-ups' },
  { role: 'coach', name: 'I coach', detail: 'Plan programs for others, and log my own work' },
];

export const SignUpScreen = () => {
  const navigate = useNavigate();
  const { from } = useSearch({ strict: false });
  const invitation = useInvitationDetail(from);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { register, handleSubmit, getValues, formState } = useForm({
    defaultValues: { name: '', email: '', password: '', role: 'rep' as SignUpProfile['role'] },
  });
  const { errors } = formState;

  if (sentTo !== null) {
    return (
      <>
        <AuthHeading
          title="Check your email"
          detail={`We sent a link to ${sentTo}. Open it to confirm your email and start.`}
        />
        <div className={styles.footer}>
          <Link to="/confirm" search={from === undefined ? {} : { from }}>
            Didn’t get it? Get a new link
          </Link>
          <Link to="/sign-in" search={from === undefined ? {} : { from }}>
            Back to sign in
          </Link>
        </div>
      </>
    );
  }
  return (
    <AuthForm
      title="Create account"
      detail={invitation}
      submitLabel="Create account"
      handleSubmit={handleSubmit}
      onSubmit={async () => {
        const { name, email, password, role } = getValues();
        const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        const signUpData = { display_name: normalLabel(name), role, time_zone };
        const result = await signUp(email.trim(), password, signUpData, from);
        if (result === 'confirm') setSentTo(email.trim());
        else await navigate({ to: from ?? '/', replace: true });
      }}
      footer={
        <span>
          Already have an account?{' '}
          <Link to="/sign-in" search={from === undefined ? {} : { from }}>
            Sign in
          </Link>
        </span>
      }
    >
      <TextField
        label="Your name"
        autoComplete="name"
        maxLength={DISPLAY_NAME_LIMIT}
        error={errors.name?.message}
        {...register('name', DISPLAY_NAME_RULES)}
      />
      <EmailField error={errors.email?.message} {...register('email', EMAIL_RULES)} />
      <NewPasswordField error={errors.password?.message} {...register('password', NEW_PASSWORD_RULES)} />
      <fieldset className={styles.choice}>
        <legend>Your role</legend>
        {ROLE_OPTIONS.map(({ role, name, detail }) => (
          <label className={styles.option} key={role}>
            <input type="radio" value={role} {...register('role')} />
            <span className={styles.optionText}>
              <span className={styles.optionName}>{name}</span>
              <span className={styles.optionDetail}>{detail}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </AuthForm>
  );
};
