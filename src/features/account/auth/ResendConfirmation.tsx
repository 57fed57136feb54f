import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { resendConfirmation } from '../../../api/auth.ts';
import { AuthHeading } from './AuthForm.tsx';
import { EmailLinkForm } from './EmailLinkForm.tsx';

/** Sends the mail that confirms a new account's address again. */
export const ResendConfirmation = ({ next }: { next?: string | undefined }) => {
  const { from } = useSearch({ strict: false });
  const [sentTo, setSentTo] = useState<string | null>(null);

  if (sentTo !== null) {
    return (
      <AuthHeading
        title="Check your email"
        detail={`If ${sentTo} belongs to an account that isn’t confirmed yet, we sent it a new link.`}
      />
    );
  }
  return (
    <EmailLinkForm
      title="Get a new link"
      detail="Enter the email that you signed up with and we’ll send you a new link to confirm it."
      submitLabel="Send new link"
      onSend={async (email) => {
        await resendConfirmation(email, next ?? from);
        setSentTo(email);
      }}
      footer={<Link to="/sign-in">Already confirmed? Sign in</Link>}
    />
  );
};
