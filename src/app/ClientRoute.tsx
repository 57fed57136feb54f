import { ClientScreen } from '../features/clients/ClientScreen.tsx';
import { ClientPrograms } from '../features/cohorts/ClientPrograms.tsx';

/** A client with the programs that they take. */
export const ClientRoute = () => <ClientScreen programs={(client) => <ClientPrograms client={client} />} />;
