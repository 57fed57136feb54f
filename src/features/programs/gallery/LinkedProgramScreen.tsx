import { getProgramByLink } from '../../../data/programs/gallery.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { ProgramPreview, useVersionPreview } from '../../../shared/programs/ProgramPreview.tsx';
import { StartProgram } from './StartProgram.tsx';
import { INVALID_LINK_MESSAGE, offerOriginLabel, WITHDRAWN_MESSAGE } from '../../../shared/programs/offer-labels.ts';

/** The program of a coach's share link. */
export const LinkedProgramScreen = () => {
  const token = useRouteParam('token') ?? '';
  const link = usePersistedQuery({ key: ['program-link', token], read: () => getProgramByLink(token) });
  const preview = useVersionPreview(link.data?.version_id, token);
  return (
    <Page>
      <PageHeader title={link.data?.title ?? 'Program'} detail={link.data && offerOriginLabel(link.data)} />
      {link.data ? (
        <ProgramPreview preview={preview} unavailableMessage={WITHDRAWN_MESSAGE}>
          {(version) => <StartProgram version={version} token={token} />}
        </ProgramPreview>
      ) : link.failure?.code === 'rejected' ? (
        <EmptyState>{INVALID_LINK_MESSAGE}</EmptyState>
      ) : (
        <QueryState query={link} skeletonRows={6} />
      )}
    </Page>
  );
};
