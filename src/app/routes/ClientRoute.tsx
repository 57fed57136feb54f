import { ClientProgress } from '../../features/coaching/client-days/ClientProgress.tsx';
import { ClientScreen } from '../../features/coaching/clients/ClientScreen.tsx';
import { ClientPrograms } from '../../features/coaching/enrollments/ClientPrograms.tsx';

/** A client with their enrollments and what they have done so far. */
export const ClientRoute = () => (
  <ClientScreen
    programs={(client) => <ClientPrograms client={client} />}
    progress={({ id, name }) => <ClientProgress clientId={id} name={name} />}
  />
);
