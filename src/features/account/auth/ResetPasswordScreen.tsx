import { useLocation } from '@tanstack/react-router';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import styles from './Auth.module.css';
import { AuthHeading } from './AuthForm.tsx';
import { MailedLinkPage } from './MailedLinkPage.tsx';

const TITLE = 'Choose a new password';

/** The target of the link in a password reset mail. */
export const ResetPasswordScreen = () => {
  const { mailedLink: link } = useLocation().state;
  const newLink = <ButtonLink to="/forgot-password">Get a new link</ButtonLink>;
  if (link?.type !== 'recovery') {
    return (
      <div className={styles.form}>
        <AuthHeading title={TITLE} />
        <ErrorNotice title="This link doesn’t work" action={newLink}>
          Open the link from the newest email, or get a new one. Your password was not changed.
        </ErrorNotice>
      </div>
    );
  }
  return (
    <MailedLinkPage
      key={link.tokenHash}
      link={link}
      title={TITLE}
      detail="Continue to choose a new password. The link works once."
      submitLabel="Continue"
      doneTitle="Password saved"
      needsPassword
      expired={newLink}
    />
  );
};
