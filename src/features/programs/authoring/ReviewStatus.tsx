import type { Program } from '../../../domain/programs/program.ts';
import {
  type GalleryPermission,
  getGalleryPermissions,
  getVersionReviews,
  requestGalleryPermission,
} from '../../../data/programs/reviews.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { useCurrentUserId, useSession } from '../../../api/session.ts';
import { useCoachingMutation } from '../../../shared/coaching/use-coaching-mutation.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import styles from './Programs.module.css';

interface ReviewStatusProps {
  program: Program;
  /** The published version's id, once it is known. */
  versionId: string | undefined;
}

/** Who can find and start a program, what an admin has decided about that, and why. */
export const ReviewStatus = ({ program, versionId }: ReviewStatusProps) => {
  const isShared = program.visibility !== 'private';
  const reviews = usePersistedQuery({ key: ['version-reviews'], read: getVersionReviews, enabled: isShared });
  const review = reviews.data?.find(({ version_id }) => version_id === versionId);
  const isDeclined = review?.is_approved === false;
  return (
    <>
      <p className={styles.quiet}>{visibilityMessage(program, isDeclined)}</p>
      {isShared && isDeclined && (
        <ErrorNotice tone="warn" title={`An admin declined version ${String(program.published_version)}.`}>
          <span className={styles.reason} dir="auto">
            {review.reason}
          </span>
        </ErrorNotice>
      )}
      {program.visibility === 'gallery' && <PermissionStatus />}
    </>
  );
};

/** Whether the coach may publish to the gallery at all; asks an admin. */
const PermissionStatus = () => {
  const userId = useCurrentUserId();
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const permissions = usePersistedQuery({
    key: ['gallery-permission'],
    read: getGalleryPermissions,
    enabled: !isAdmin,
  });
  const requestPermission = useCoachingMutation({
    mutate: requestGalleryPermission,
    errorDetail: 'You have not asked for permission.',
    onDone: () => {
      showToast('Asked an admin for permission.');
      return permissions.refetch();
    },
  });
  // Until the server has responded nothing is known.
  if (isAdmin || !permissions.data) return null;
  const permission = permissions.data.find(({ user_id }) => user_id === userId);
  const state: GalleryPermission['state'] | 'none' = permission?.state ?? 'none';
  if (state === 'granted') return null;
  return (
    <ErrorNotice
      tone={state === 'declined' ? 'warn' : 'info'}
      title={PERMISSION_TITLES[state]}
      action={
        state !== 'requested' && (
          <Button
            variant="default"
            size="compact-md"
            loading={requestPermission.isPending}
            onClick={() => requestPermission.mutate(undefined)}
          >
            {state === 'none' ? 'Ask for permission' : 'Ask again'}
          </Button>
        )
      }
    >
      <span className={styles.reason} dir="auto">
        {permission?.reason ?? 'Until then, your programs are not in the gallery.'}
      </span>
    </ErrorNotice>
  );
};

const PERMISSION_TITLES = {
  none: 'Publishing to the gallery needs an admin’s permission.',
  requested: 'You asked for permission to publish to the gallery.',
  declined: 'An admin declined your request to publish to the gallery.',
} as const;

const visibilityMessage = (program: Program, isDeclined: boolean): string => {
  const { visibility, published_version, approved_version } = program;
  if (visibility === 'private') return 'Others can’t find it. You enroll people yourself.';
  const open = visibility === 'gallery' ? 'everyone can find it in the gallery' : 'anyone with the link can start it';
  if (published_version === null) return `Once it is published and an admin has approved the version, ${open}.`;
  const number = String(published_version);
  if (approved_version === published_version) return `Version ${number} is approved: ${open}.`;
  if (isDeclined) {
    return approved_version === null
      ? 'Nobody can start it by themselves. Change it, and publish another version.'
      : `People go on starting version ${String(approved_version)}. Change the program, and publish another version.`;
  }
  const waiting = `Version ${number} awaits an admin’s approval.`;
  if (approved_version !== null) return `${waiting} People start version ${String(approved_version)} until then.`;
  return visibility === 'gallery'
    ? `${waiting} Nobody finds it in the gallery until then.`
    : `${waiting} Anyone with the link can preview it, and start it after that.`;
};
