import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { openResetLink, setNewPassword } from '../../remote/auth.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ErrorNotice } from '../../ui/Messages.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import styles from './Entrance.module.css';
import { EntranceForm, EntranceHeading } from './EntranceForm.tsx';
import { NewPasswordField } from './fields.tsx';
import { NEW_PASSWORD_RULES } from './rules.ts';
import { sentenceOf } from './sentences.ts';

type Link = { is: 'opening' } | { is: 'open'; email: string } | { is: 'useless'; why: string };

const EXPIRED = 'It has been used before, or it is too old. Nothing was changed just now.';

/** Where the mailed link leads. */
export const ResetPasswordScreen = () => {
  const link = useResetLink();
  switch (link.is) {
    case 'opening':
      return <SkeletonRows count={2} />;
    case 'useless':
      return (
        <div className={styles.form}>
          <EntranceHeading title="Choose a new password" />
          <ErrorNotice
            title="The link did not open"
            action={<ButtonLink to="/forgot-password">Get a new link</ButtonLink>}
          >
            {link.why}
          </ErrorNotice>
        </div>
      );
    case 'open':
      return <NewPasswordForm email={link.email} />;
  }
};

const useResetLink = (): Link => {
  const [link, setLink] = useState<Link>({ is: 'opening' });
  useEffect(() => {
    let current = true;
    openResetLink().then(
      (email) => {
        if (current) setLink(email === null ? { is: 'useless', why: EXPIRED } : { is: 'open', email });
      },
      (failure: unknown) => {
        if (current) setLink({ is: 'useless', why: sentenceOf(failure) });
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
    <EntranceForm
      title="Choose a new password"
      detail={`For ${email}.`}
      submitLabel="Save and sign in"
      validate={handleSubmit}
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
    </EntranceForm>
  );
};
