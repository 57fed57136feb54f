import { getLead, getLeadHistory } from '../../store/leads.ts';
import { useLive } from '../../store/react.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { LeadForm } from './LeadForm.tsx';

const BACK = { to: '/leads', label: 'Leads' };

/** One lead: who it is, how it stands, and everything that was done. */
export const LeadScreen = () => {
  const id = useRouteParam('id') ?? '';
  const read = useLive(
    async (db) => {
      const [lead, history] = await Promise.all([getLead(db, id), getLeadHistory(db, id)]);
      return { id, lead, history };
    },
    [id],
  );

  if (!read || read.id !== id) {
    return (
      <Page>
        <PageHeader title="Lead" back={BACK} />
        <SkeletonRows />
      </Page>
    );
  }
  if (!read.lead) {
    return (
      <Page>
        <PageHeader title="Lead" back={BACK} />
        <EmptyState action={<ButtonLink to="/leads">Go to leads</ButtonLink>}>
          This lead is not here. It may have been deleted, or not have reached this device yet.
        </EmptyState>
      </Page>
    );
  }
  return <LeadForm key={id} lead={read.lead} history={read.history} />;
};
