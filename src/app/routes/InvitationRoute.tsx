import { InvitationScreen } from '../../features/programs/invitation/InvitationScreen.tsx';
import { QueryProvider } from '../providers/QueryProvider.tsx';

/** What a link leads to, before the sign-in. */
export const InvitationRoute = () => (
  <QueryProvider>
    <InvitationScreen />
  </QueryProvider>
);
