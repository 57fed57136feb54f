import { CoachesRow } from '../../features/account/coaches/CoachesRow.tsx';
import { MoreScreen } from '../../features/account/more/MoreScreen.tsx';
import { QueryProvider } from '../providers/QueryProvider.tsx';

export const MoreRoute = () => (
  <QueryProvider>
    <MoreScreen coaches={<CoachesRow />} />
  </QueryProvider>
);
