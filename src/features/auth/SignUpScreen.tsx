import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type SignUpWishes, signUp } from '../../remote/auth.ts';
import { TextField } from '../../ui/Fields.tsx';
import styles from './Entrance.module.css';
import { EntranceForm, EntranceHeading } from './EntranceForm.tsx';
import { EmailField, NewPasswordField } from './fields.tsx';
import { EMAIL_RULES, NEW_PASSWORD_RULES } from './rules.ts';

const ROLE_CHOICES: readonly { role: SignUpWishes['role']; name: string; detail: string }[] = [
  { role: 'rep', name: 'I do the work', detail: 'Log calls, meetings and follow-ups' },
  { role: 'coach', name: 'I coach', detail: 'Plan programs for others, and log my own work' },
];

export const SignUpScreen = () => {
  const navigate = useNavigate();
  const { from } = useSearch({ strict: false });
  const [mailed, setMailed] = useState<string | null>(null);
  const { register, handleSubmit, getValues, formState } = useForm({
    defaultValues: { name: '', email: '', password: '', role: 'rep' as SignUpWishes['role'] },
  });
  const { errors } = formState;

  if (mailed !== null) {
    return (
      <EntranceHeading
        title="Check your mail"
        detail={`We have sent a link to ${mailed}. Open it to confirm your address, then sign in.`}
      />
    );
  }
  return (
    <EntranceForm
      title="Make an account"
      submitLabel="Make my account"
      validate={handleSubmit}
      onSubmit={async () => {
        const { name, email, password, role } = getValues();
        const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        const wishes = { display_name: name.trim(), role, time_zone };
        const result = await signUp(email.trim(), password, wishes, from);
        if (result === 'confirm') setMailed(email.trim());
        else await navigate({ to: from ?? '/', replace: true });
      }}
      footer={
        <span>
          Already have one?{' '}
          <Link to="/sign-in" search={from === undefined ? {} : { from }}>
            Sign in
          </Link>
        </span>
      }
    >
      <TextField
        label="Your name"
        autoComplete="name"
        maxLength={120}
        error={errors.name?.message}
        {...register('name', { validate: (name) => name.trim() !== '' || 'Enter your name.' })}
      />
      <EmailField error={errors.email?.message} {...register('email', EMAIL_RULES)} />
      <NewPasswordField error={errors.password?.message} {...register('password', NEW_PASSWORD_RULES)} />
      <fieldset className={styles.choice}>
        <legend>What you do</legend>
        {ROLE_CHOICES.map(({ role, name, detail }) => (
          <label className={styles.option} key={role}>
            <input type="radio" value={role} {...register('role')} />
            <span className={styles.optionText}>
              <span className={styles.optionName}>{name}</span>
              <span className={styles.optionDetail}>{detail}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </EntranceForm>
  );
};
