import { programByLink } from '../../remote/gallery.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { ProgramPreview, usePreview } from './ProgramPreview.tsx';
import { TakeProgram } from './TakeProgram.tsx';
import { originText } from './TemplateScreen.tsx';
import { DEAD_LINK, WITHDRAWN } from './words.ts';

/** What a coach's link to a program opens. */
export const LinkedProgramScreen = () => {
  const token = useRouteParam('token') ?? '';
  const link = useKeptQuery({ key: ['program-link', token], read: () => programByLink(token) });
  const preview = usePreview(link.data?.version_id, token);
  return (
    <Page>
      <PageHeader title={link.data?.title ?? 'Program'} detail={link.data && originText(link.data)} />
      {link.data ? (
        <ProgramPreview preview={preview} gone={WITHDRAWN}>
          {(version) => <TakeProgram version={version} token={token} />}
        </ProgramPreview>
      ) : link.failure?.code === 'refused' ? (
        <EmptyState>{DEAD_LINK}</EmptyState>
      ) : (
        <AnswerState of={link} rows={6} />
      )}
    </Page>
  );
};
