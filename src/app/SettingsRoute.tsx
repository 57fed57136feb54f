import { CoachesRow } from '../features/clients/CoachesRow.tsx';
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx';
import { Cloud } from './CloudArea.tsx';

/** Settings, with invitations of coaches. */
export const SettingsRoute = () => (
  <Cloud>
    <SettingsScreen coaches={<CoachesRow />} />
  </Cloud>
);
