import { Page, PageHeader } from '../../../ui/Page.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { ProgramPreview, useVersionPreview } from '../../../shared/programs/ProgramPreview.tsx';
import { StartProgram } from './StartProgram.tsx';
import { offerOriginLabel, WITHDRAWN_MESSAGE } from '../../../shared/programs/offer-labels.ts';

/** A program of the gallery. */
export const TemplateScreen = () => {
  const preview = useVersionPreview(useRouteParam('version'));
  return (
    <Page>
      <PageHeader
        title={preview.data?.title ?? 'Program'}
        detail={preview.data && offerOriginLabel(preview.data)}
        back={{ to: '/gallery', label: 'Gallery' }}
      />
      <ProgramPreview preview={preview} unavailableMessage={WITHDRAWN_MESSAGE}>
        {(version) => <StartProgram version={version} token={undefined} />}
      </ProgramPreview>
    </Page>
  );
};
