import { cohortByLink, type CohortInvitation } from '../../remote/gallery.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { useToday } from '../../store/react.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { formatDate } from '../../ui/format.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { JoinCohort } from './JoinCohort.tsx';
import { ProgramPreview, usePreview } from './ProgramPreview.tsx';
import { DEAD_LINK, WITHDRAWN } from './words.ts';

/** What a cohort's link invites to. */
export const JoinCohortScreen = () => {
  const token = useRouteParam('token') ?? '';
  const link = useKeptQuery({ key: ['cohort-link', token], read: () => cohortByLink(token) });
  if (link.data) return <Invitation token={token} invitation={link.data} />;
  return (
    <Page>
      <PageHeader title="Join" />
      {link.failure?.code === 'refused' ? <EmptyState>{DEAD_LINK}</EmptyState> : <AnswerState of={link} rows={6} />}
    </Page>
  );
};

const Invitation = ({ token, invitation }: { token: string; invitation: CohortInvitation }) => {
  const today = useToday();
  const { name, start_date, program } = invitation;
  const preview = usePreview(program.version_id, token);
  const begins = `${start_date < today ? 'began' : 'begins'} ${formatDate(start_date, today)}`;
  return (
    <Page>
      <PageHeader
        title={program.title}
        detail={[name, program.coach && `with ${program.coach}`, begins].filter(Boolean).join(' · ')}
      />
      <JoinCohort token={token} invitation={invitation} />
      {/* A closed cohort shows its days to nobody. */}
      {(invitation.is_open || preview.data) && (
        <ProgramPreview preview={preview} gone={WITHDRAWN}>
          {() => null}
        </ProgramPreview>
      )}
    </Page>
  );
};
