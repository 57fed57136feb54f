import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { readResetLink, setNewPassword } from '../../../api/auth.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import styles from './Auth.module.css';
import { AuthForm, AuthHeading } from './AuthForm.tsx';
import { NewPasswordField } from './fields.tsx';
import { NEW_PASSWORD_RULES } from './validation.ts';
import { authErrorMessage } from './messages.ts';

type ResetLinkState =
  { status: 'loading' } | { status: 'valid'; email: string } | { status: 'invalid'; message: string };

const LINK_EXPIRED_MESSAGE = 'The link has expired or was already used. Your password was not changed.';

/** The target of the link in a password reset mail. */
export const ResetPasswordScreen = () => {
  const link = useResetLink();
  switch (link.status) {
    case 'loading':
      return <SkeletonRows count={2} />;
    case 'invalid':
      return (
        <div className={styles.form}>
          <AuthHeading title="Choose a new password" />
          <ErrorNotice
            title="This link doesn’t work"
            action={<ButtonLink to="/forgot-password">Get a new link</ButtonLink>}
          >
            {link.message}
          </ErrorNotice>
        </div>
      );
    case 'valid':
      return <NewPasswordForm email={link.email} />;
  }
};

const useResetLink = (): ResetLinkState => {
  const [link, setLink] = useState<ResetLinkState>({ status: 'loading' });
  useEffect(() => {
    let current = true;
    readResetLink().then(
      (email) => {
        if (current)
          setLink(email === null ? { status: 'invalid', message: LINK_EXPIRED_MESSAGE } : { status: 'valid', email });
      },
      (error: unknown) => {
        if (current) setLink({ status: 'invalid', message: authErrorMessage(error) });
      },
    );
    return () => {
      current = false;
    };
  }, []);
  return link;
};

const NewPasswordForm = ({ email }: { email: string }) => {
  const navigate = useNavigate();
  const { register, handleSubmit, getValues, formState } = useForm({ defaultValues: { password: '' } });
  return (
    <AuthForm
      title="Choose a new password"
      detail={`For ${email}.`}
      submitLabel="Save and sign in"
      handleSubmit={handleSubmit}
      onSubmit={async () => {
        await setNewPassword(getValues('password'));
        await navigate({ to: '/', replace: true });
      }}
    >
      <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
      <NewPasswordField
        label="New password"
        error={formState.errors.password?.message}
        {...register('password', NEW_PASSWORD_RULES)}
      />
    </AuthForm>
  );
};
