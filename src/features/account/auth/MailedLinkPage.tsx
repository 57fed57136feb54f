import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useForm } from 'react-hook-form';
import { AuthFailure } from '../../../api/auth-failure.ts';
import type { MailedLink } from '../../../api/mailed-link.ts';
import { type OpenedLink, openMailedLink } from '../../../api/open-mailed-link.ts';
import { useSession } from '../../../api/session.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import styles from './Auth.module.css';
import { AuthForm, AuthHeading } from './AuthForm.tsx';
import { NewPasswordField } from './fields.tsx';
import { SignInByLink } from './SignInByLink.tsx';
import { NEW_PASSWORD_RULES } from './validation.ts';

export interface MailedLinkTexts {
  title: string;
  detail: string;
  submitLabel: string;
  /** The title once the link has done what it is for. */
  doneTitle: string;
  /** The person chooses a password before they are signed in. */
  needsPassword?: boolean;
}

type Step = { is: 'unopened' | 'expired' | 'half-confirmed' } | { is: 'password' | 'done'; opened: OpenedLink };

/**
 * The page of a mailed link. Only its button uses the link up, so that programs that open every link of a mail do no
 * harm, and nobody's session on this device is replaced without asking.
 *
 * @param expired what the person can do where the link no longer works.
 */
export const MailedLinkPage = (props: MailedLinkTexts & { link: MailedLink; expired: ReactNode }) => {
  const { link, title, detail, submitLabel, doneTitle, needsPassword = false, expired } = props;
  const [step, setStep] = useState<Step>({ is: 'unopened' });
  const person = useSession((session) => session.person);
  const navigate = useNavigate();
  const { handleSubmit } = useForm();

  const signIn = async (opened: OpenedLink) => {
    await opened.signIn();
    await navigate({ to: link.next ?? '/', replace: true });
  };
  /** Signs in at once where that replaces nobody's session. */
  const finish = async (opened: OpenedLink) => {
    const current = useSession.getState().person;
    const isSignedIn =
      (!current || current.id === opened.userId) &&
      (await signIn(opened).then(
        () => true,
        () => false,
      ));
    if (!isSignedIn) setStep({ is: 'done', opened });
  };
  const open = async () => {
    const opened = await openMailedLink(link).catch((error: unknown): 'expired' => {
      if (error instanceof AuthFailure && error.code === 'link_expired') return 'expired';
      throw error;
    });
    if (opened === 'expired' || opened === null) setStep({ is: opened ?? 'half-confirmed' });
    else if (needsPassword) setStep({ is: 'password', opened });
    else await finish(opened);
  };

  switch (step.is) {
    case 'unopened':
      return (
        <AuthForm
          title={title}
          detail={person ? `${detail} ${signedInAs(person.email)}` : detail}
          submitLabel={submitLabel}
          handleSubmit={handleSubmit}
          onSubmit={open}
        >
          {null}
        </AuthForm>
      );
    case 'expired':
      return (
        <div className={styles.form}>
          <ErrorNotice title="This link has expired or was already used." />
          {expired}
        </div>
      );
    case 'half-confirmed':
      return (
        <div className={styles.form}>
          <AuthHeading title={doneTitle} detail="Now open the link that we sent to your other email address." />
          <ButtonLink to="/" variant="default" fullWidth>
            Continue
          </ButtonLink>
        </div>
      );
    case 'password':
      return <NewPasswordForm opened={step.opened} onSaved={finish} />;
    case 'done':
      return <SignInByLink title={doneTitle} opened={step.opened} onSignIn={signIn} />;
  }
};

const signedInAs = (email: string) => `You’re signed in as ${email} on this device.`;

interface NewPasswordFormProps {
  opened: OpenedLink;
  onSaved: (opened: OpenedLink) => Promise<void>;
}

const NewPasswordForm = ({ opened, onSaved }: NewPasswordFormProps) => {
  const { register, handleSubmit, getValues, formState } = useForm({ defaultValues: { password: '' } });
  return (
    <AuthForm
      title="Choose a new password"
      detail={`For ${opened.email}.`}
      submitLabel="Save and sign in"
      handleSubmit={handleSubmit}
      onSubmit={async () => {
        await opened.setPassword(getValues('password'));
        await onSaved(opened);
      }}
    >
      <input type="email" name="email" value={opened.email} autoComplete="username" readOnly hidden />
      <NewPasswordField
        label="New password"
        error={formState.errors.password?.message}
        {...register('password', NEW_PASSWORD_RULES)}
      />
    </AuthForm>
  );
};
