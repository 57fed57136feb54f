import { useSyncStore } from '../../sync/sync-store.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';

/** In the detail of a listed row whose changes the server rejected. */
export const REJECTED_LABEL = 'Not accepted by the cloud';

/** Whether changes of the row were rejected and wait for the person. */
export const useIsRejected = (rowId: string): boolean => useSyncStore(({ rejectedRows }) => rejectedRows.has(rowId));

/** Whether that is so for any of several rows, which are listed as one. */
export const useIsAnyRejected = (rowIds: readonly string[]): boolean =>
  useSyncStore(({ rejectedRows }) => rejectedRows.size > 0 && rowIds.some((id) => rejectedRows.has(id)));

interface RejectedNoticeProps {
  rowId: string;
  /** "this activity" */
  what: string;
}

/** On the screen of a row: its changes were rejected; nothing where they were not. */
export const RejectedNotice = ({ rowId, what }: RejectedNoticeProps) =>
  useIsRejected(rowId) && (
    <ErrorNotice
      tone="warn"
      title={`The cloud did not accept your change to ${what}.`}
      action={
        <ButtonLink to="/needs-attention" variant="default" size="compact-md">
          Review
        </ButtonLink>
      }
    >
      It is kept on this device until you decide.
    </ErrorNotice>
  );
