import { CoachesRow } from '../../features/account/coaches/CoachesRow.tsx';
import { SettingsScreen } from '../../features/account/settings/SettingsScreen.tsx';
import { QueryProvider } from '../providers/QueryProvider.tsx';

export const SettingsRoute = () => (
  <QueryProvider>
    <SettingsScreen coaches={<CoachesRow />} />
  </QueryProvider>
);
