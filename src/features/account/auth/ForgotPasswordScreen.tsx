import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { requestPasswordReset } from '../../../api/auth.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { AuthHeading } from './AuthForm.tsx';
import { EmailLinkForm } from './EmailLinkForm.tsx';

export const ForgotPasswordScreen = () => {
  const [sentTo, setSentTo] = useState<string | null>(null);

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
    <EmailLinkForm
      title="Forgot your password?"
      detail="Enter your email and we’ll send you a link to set a new one."
      submitLabel="Send reset link"
      onSend={async (email) => {
        await requestPasswordReset(email);
        setSentTo(email);
      }}
      footer={<Link to="/sign-in">Back to sign in</Link>}
    />
  );
};
