import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { nameOf } from '../../remote/use-connections.ts';
import { markNotices } from '../../store/notices.ts';
import { useStore } from '../../store/react.ts';
import { plural } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';
import { useInvitations } from './use-invitations.ts';

const COACHES = '/coaches';

/**
 * Tells by a toast who would like to coach the person, once on this device; More and Settings go on counting them.
 * Nothing of the screen moves: by the time that the cloud has answered, somebody is about to tap there.
 */
export const InvitationTeller = () => {
  const db = useStore();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const invitations = useInvitations();
  const tell = useEffectEvent(async () => {
    const notices = invitations
      .map((invitation) => ({
        kind: 'invitation',
        mark: Date.parse(invitation.invited_at),
        untilNow: false,
        invitation,
      }))
      .sort((a, b) => a.mark - b.mark);
    const [first, ...others] = await markNotices(db, 'told', notices);
    if (!first || pathname === COACHES) return;
    showToast(
      others.length === 0
        ? `${nameOf(first.invitation)} would like to coach you.`
        : `${plural(others.length + 1, 'coach', 'coaches')} would like to coach you.`,
      {
        id: 'invitations',
        stays: true,
        actions: [{ label: 'Answer', onAction: () => void navigate({ to: COACHES }) }],
      },
    );
  });
  const occasion = invitations.map(({ id }) => id).join(' ');
  useEffect(() => {
    // Where the device cannot keep what was told, nothing is.
    if (occasion !== '') tell().catch(() => undefined);
  }, [occasion]);
  return null;
};
