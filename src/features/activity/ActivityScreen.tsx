import { getLeads } from '../../store/leads.ts';
import { getActivity } from '../../store/program.ts';
import { useLive } from '../../store/react.ts';
import { getActivityTypes } from '../../store/types-by-use.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { ActivityForm } from './ActivityForm.tsx';

const BACK = { to: '/today', label: 'Today' };

/** Everything about one activity, each field saved by itself. */
export const ActivityScreen = () => {
  const id = useRouteParam('id') ?? '';
  const read = useLive(
    async (db) => {
      const [activity, leads, types] = await Promise.all([getActivity(db, id), getLeads(db), getActivityTypes(db)]);
      return { id, activity, leads, types };
    },
    [id],
  );

  if (!read || read.id !== id) {
    return (
      <Page>
        <PageHeader title="Activity" back={BACK} />
        <SkeletonRows />
      </Page>
    );
  }
  if (!read.activity) {
    return (
      <Page>
        <PageHeader title="Activity" back={BACK} />
        <EmptyState action={<ButtonLink to="/today">Go to today</ButtonLink>}>
          This activity is not here. It may have been deleted, or not have reached this device yet.
        </EmptyState>
      </Page>
    );
  }
  return <ActivityForm key={id} activity={read.activity} leads={read.leads} types={read.types} />;
};
