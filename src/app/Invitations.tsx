import { InvitationTeller } from '../features/clients/InvitationTeller.tsx';
import { Cloud } from './CloudArea.tsx';

/** Tells of invitations, whatever the screen. */
export const Invitations = () => (
  <Cloud>
    <InvitationTeller />
  </Cloud>
);
