import { InvitationNotifier } from '../../features/account/coaches/InvitationNotifier.tsx';
import { QueryProvider } from '../providers/QueryProvider.tsx';

/** Announces invitations on every screen. */
export const InvitationNotifications = () => (
  <QueryProvider>
    <InvitationNotifier />
  </QueryProvider>
);
