import { Button } from '../../../ui/Button.tsx';
import { useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import type { OpenedLink } from '../../../api/open-mailed-link.ts';
import { useSession } from '../../../api/session.ts';
import { AuthForm } from './AuthForm.tsx';

interface SignInByLinkProps {
  title: string;
  opened: OpenedLink;
  onSignIn: (opened: OpenedLink) => Promise<void>;
}

/** Asks before a link's account replaces the person who is signed in on this device. */
export const SignInByLink = ({ title, opened, onSignIn }: SignInByLinkProps) => {
  const person = useSession((session) => session.person);
  const navigate = useNavigate();
  const { handleSubmit } = useForm();
  const isSomebodyElse = person !== null && person.id !== opened.userId;
  return (
    <AuthForm
      title={title}
      detail={
        isSomebodyElse
          ? `This link is for ${opened.email}, but you’re signed in as ${person.email}. If you switch, the work of ${person.email} stays on this device.`
          : `Continue as ${opened.email}.`
      }
      submitLabel={isSomebodyElse ? `Switch to ${opened.email}` : 'Continue'}
      handleSubmit={handleSubmit}
      onSubmit={() => onSignIn(opened)}
    >
      {isSomebodyElse && (
        <Button
          variant="default"
          size="lg"
          fullWidth
          onClick={() => Promise.all([opened.discard(), navigate({ to: '/', replace: true })])}
        >
          Stay signed in as {person.email}
        </Button>
      )}
    </AuthForm>
  );
};
