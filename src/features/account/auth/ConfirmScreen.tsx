import { useLocation } from '@tanstack/react-router';
import type { MailedLink, MailedLinkType } from '../../../api/mailed-link.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { MailedLinkPage, type MailedLinkTexts } from './MailedLinkPage.tsx';
import { ResendConfirmation } from './ResendConfirmation.tsx';

const SIGN_IN: MailedLinkTexts = {
  title: 'Sign in with this link',
  detail: 'The link works once.',
  submitLabel: 'Sign in',
  doneTitle: 'Your link is valid',
};

const TEXTS: Record<Exclude<MailedLinkType, 'recovery'>, MailedLinkTexts> = {
  signup: {
    title: 'Confirm your email',
    detail: 'One step left: confirm that this email address is yours.',
    submitLabel: 'Confirm email',
    doneTitle: 'Email confirmed',
  },
  invite: {
    title: 'Accept your invitation',
    detail: 'You were invited to Cadence. Accept, then choose a password.',
    submitLabel: 'Accept invitation',
    doneTitle: 'Password saved',
    needsPassword: true,
  },
  email_change: {
    title: 'Confirm your new email',
    detail: 'Confirm that you want to use another email address.',
    submitLabel: 'Confirm new email',
    doneTitle: 'Email confirmed',
  },
  magiclink: SIGN_IN,
  email: SIGN_IN,
};

/** Where mails lead that confirm an address or invite somebody; without a link, it offers a new one. */
export const ConfirmScreen = () => {
  const { mailedLink: link } = useLocation().state;
  if (!link || link.type === 'recovery') return <ResendConfirmation />;
  return <MailedLinkPage key={link.tokenHash} link={link} {...TEXTS[link.type]} expired={expiredContent(link)} />;
};

/** What the person can do about a link that has expired or was used before. */
const expiredContent = ({ type, next }: MailedLink): React.ReactNode => {
  switch (type) {
    case 'signup':
      return <ResendConfirmation next={next} />;
    case 'invite':
      return <ButtonLink to="/forgot-password">Get a new link</ButtonLink>;
    default:
      return <ButtonLink to="/sign-in">Go to sign in</ButtonLink>;
  }
};
