import type { ReactNode } from 'react';
import type { VersionPreview } from '../../domain/programs/version.ts';
import { getVersionPreview } from '../../data/programs/versions.ts';
import { type PersistedQuery, usePersistedQuery } from '../../api/use-persisted-query.ts';
import { QueryState } from '../queries/QueryNotice.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { OfferDetails } from './OfferDetails.tsx';
import { HiddenTasks, ProgramDays } from './ProgramDays.tsx';

/** A version with its days, for those who may see it or have the link's `token`. Idle while `version` is unknown. */
export const useVersionPreview = (version: string | undefined, token?: string): PersistedQuery<VersionPreview> =>
  usePersistedQuery({
    key: ['preview', version ?? '', token ?? ''],
    read: () => getVersionPreview(version ?? '', token),
    enabled: version !== undefined,
  });

interface ProgramPreviewProps {
  preview: PersistedQuery<VersionPreview>;
  /** Shown where the server refuses it. */
  unavailableMessage: string;
  /** Between the offer's figures and its parameters. */
  children: (version: VersionPreview) => ReactNode;
}

/** A published version, before somebody enrolls. */
export const ProgramPreview = ({ preview, unavailableMessage, children }: ProgramPreviewProps) => {
  if (preview.failure?.code === 'rejected') return <EmptyState>{unavailableMessage}</EmptyState>;
  return (
    <>
      <QueryState query={preview} skeletonRows={6} />
      {preview.data && (
        <>
          <OfferDetails offer={preview.data}>{children(preview.data)}</OfferDetails>
          <HiddenTasks version={preview.data} />
          <ProgramDays version={preview.data} />
        </>
      )}
    </>
  );
};
