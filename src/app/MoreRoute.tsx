import { CoachesRow } from '../features/clients/CoachesRow.tsx';
import { MoreScreen } from '../features/more/MoreScreen.tsx';
import { Cloud } from './CloudArea.tsx';

/** What else there is, with invitations of coaches. */
export const MoreRoute = () => (
  <Cloud>
    <MoreScreen coaches={<CoachesRow />} />
  </Cloud>
);
