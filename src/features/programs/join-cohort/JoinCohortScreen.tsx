import { getCohortByLink, type CohortInvitation } from '../../../data/programs/join-cohort.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { formatDate, joinDetails } from '../../../ui/format.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { JoinCohort } from './JoinCohort.tsx';
import { ProgramPreview, useVersionPreview } from '../../../shared/programs/ProgramPreview.tsx';
import { INVALID_LINK_MESSAGE, WITHDRAWN_MESSAGE } from '../../../shared/programs/offer-labels.ts';

/** The invitation of a cohort's link. */
export const JoinCohortScreen = () => {
  const token = useRouteParam('token') ?? '';
  const link = usePersistedQuery({ key: ['cohort-invitation', token], read: () => getCohortByLink(token) });
  if (link.data) return <CohortInvitationPage token={token} invitation={link.data} />;
  return (
    <Page>
      <PageHeader title="Join cohort" />
      {link.failure?.code === 'rejected' ? (
        <EmptyState>{INVALID_LINK_MESSAGE}</EmptyState>
      ) : (
        <QueryState query={link} skeletonRows={6} />
      )}
    </Page>
  );
};

const CohortInvitationPage = ({ token, invitation }: { token: string; invitation: CohortInvitation }) => {
  const today = useToday();
  const { name, start_date, program } = invitation;
  const preview = useVersionPreview(program.version_id, token);
  const startLabel = `${start_date < today ? 'started' : 'starts'} ${formatDate(start_date, today)}`;
  return (
    <Page>
      <PageHeader
        title={program.title}
        detail={joinDetails(name, program.coach && `with ${program.coach}`, startLabel)}
      />
      <JoinCohort token={token} invitation={invitation} />
      {/* A closed cohort shows its days to nobody. */}
      {(invitation.is_open || preview.data) && (
        <ProgramPreview preview={preview} unavailableMessage={WITHDRAWN_MESSAGE}>
          {() => null}
        </ProgramPreview>
      )}
    </Page>
  );
};
