import { ClientScreen } from '../../features/coaching/clients/ClientScreen.tsx';
import { ClientPrograms } from '../../features/coaching/enrollments/ClientPrograms.tsx';

/** A client with their enrollments. */
export const ClientRoute = () => <ClientScreen programs={(client) => <ClientPrograms client={client} />} />;
