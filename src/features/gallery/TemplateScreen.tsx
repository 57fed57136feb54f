import type { ProgramOffer } from '../../domain/program-version.ts';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { KINDS } from '../../ui/program-words.ts';
import { useRouteParam } from '../../ui/route.ts';
import { ProgramPreview, usePreview } from './ProgramPreview.tsx';
import { TakeProgram } from './TakeProgram.tsx';
import { usesText, WITHDRAWN } from './words.ts';

/** A program of the gallery: what it requires, all of its days, and the way in. */
export const TemplateScreen = () => {
  const preview = usePreview(useRouteParam('version'));
  return (
    <Page>
      <PageHeader
        title={preview.data?.title ?? 'Program'}
        detail={preview.data && originText(preview.data)}
        back={{ to: '/gallery', label: 'Gallery' }}
      />
      <ProgramPreview preview={preview} gone={WITHDRAWN}>
        {(version) => <TakeProgram version={version} token={undefined} />}
      </ProgramPreview>
    </Page>
  );
};

/** "By Ada · Individual · taken 3 times" */
export const originText = ({ coach, kind, uses }: ProgramOffer): string =>
  [coach && `By ${coach}`, KINDS[kind], usesText(uses)].filter(Boolean).join(' · ');
