import type { ReactNode } from 'react';
import type { VersionPreview } from '../../domain/program-version.ts';
import { previewVersion } from '../../remote/programs.ts';
import { type KeptQuery, useKeptQuery } from '../../remote/use-kept-query.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { OfferFacts } from './OfferFacts.tsx';
import { ProgramDays } from './ProgramDays.tsx';

/** A version in full, for whoever may see it or holds the link `token`; waits for a version to be known. */
export const usePreview = (version: string | undefined, token?: string): KeptQuery<VersionPreview> =>
  useKeptQuery({
    key: ['preview', version ?? '', token ?? ''],
    read: () => previewVersion(version ?? '', token),
    enabled: version !== undefined,
  });

interface ProgramPreviewProps {
  preview: KeptQuery<VersionPreview>;
  /** What stands where it cannot be seen any more. */
  gone: string;
  /** The way in, before what the program asks for and its days. */
  children: (version: VersionPreview) => ReactNode;
}

/** A published version to look at before it is taken. */
export const ProgramPreview = ({ preview, gone, children }: ProgramPreviewProps) => {
  if (preview.failure?.code === 'refused') return <EmptyState>{gone}</EmptyState>;
  return (
    <>
      <AnswerState of={preview} rows={6} />
      {preview.data && (
        <>
          <OfferFacts offer={preview.data}>{children(preview.data)}</OfferFacts>
          <ProgramDays version={preview.data} />
        </>
      )}
    </>
  );
};
