import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { connectionName } from '../../../data/coaching/use-connections.ts';
import { markNotices } from '../../../data/notices/notices.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { plural } from '../../../ui/format.ts';
import { showToast } from '../../../ui/toast.tsx';
import { useInvitations } from './use-invitations.ts';

const COACHES_PATH = '/coaches';

/**
 * Shows a toast for new invitations of coaches, each once on this device; More and Settings keep counting them.
 * A toast, because it shifts no layout: the response may arrive just as the person is about to tap.
 */
export const InvitationNotifier = () => {
  const db = useDatabase();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const invitations = useInvitations();
  const notify = useEffectEvent(async () => {
    const notices = invitations
      .map((invitation) => ({
        kind: 'invitation',
        mark: Date.parse(invitation.invited_at),
        coversUntilNow: false,
        invitation,
      }))
      .sort((a, b) => a.mark - b.mark);
    const [first, ...others] = await markNotices(db, 'announced', notices);
    if (!first || pathname === COACHES_PATH) return;
    showToast(
      others.length === 0
        ? `${connectionName(first.invitation)} would like to coach you.`
        : `${plural(others.length + 1, 'coach', 'coaches')} would like to coach you.`,
      {
        id: 'invitations',
        persistent: true,
        actions: [{ label: 'Review', onAction: () => navigate({ to: COACHES_PATH }) }],
      },
    );
  });
  const invitationKey = invitations.map(({ id }) => id).join(' ');
  useEffect(() => {
    // A notice whose mark cannot be stored is not shown: it would be shown again and again.
    if (invitationKey !== '') notify().catch(() => undefined);
  }, [invitationKey]);
  return null;
};
