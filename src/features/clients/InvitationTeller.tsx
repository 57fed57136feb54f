import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { nameOf } from '../../remote/use-connections.ts';
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
  const { userId } = useStore();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const invitations = useInvitations();
  const tell = useEffectEvent(() => {
    const toldKey = `cadence.invitations-told.${userId}`;
    const told = localStorage.getItem(toldKey)?.split(' ') ?? [];
    const [first, ...others] = invitations.filter(({ id }) => !told.includes(id));
    if (!first) return;
    localStorage.setItem(toldKey, invitations.map(({ id }) => id).join(' '));
    if (pathname === COACHES) return;
    showToast(
      others.length === 0
        ? `${nameOf(first)} would like to coach you.`
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
    if (occasion !== '') tell();
  }, [occasion]);
  return null;
};
