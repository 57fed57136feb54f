import { InvitationHint } from '../features/clients/InvitationHint.tsx';
import { Cloud } from './CloudArea.tsx';

/** Tells of invitations above a person's first screen. */
export const Invitations = () => (
  <Cloud>
    <InvitationHint />
  </Cloud>
);
