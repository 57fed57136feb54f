import { useState } from 'react';
import { displayName, type Profile } from '../../../domain/profiles/profile.ts';
import { usePeople } from '../../../data/admin/use-people.ts';
import {
  type Decision,
  type GalleryPermission,
  getGalleryPermissions,
  setGalleryPermission,
} from '../../../data/programs/reviews.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { joinDetails } from '../../../ui/format.ts';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { Section } from '../../../ui/Page.tsx';
import { ShowMoreButton, useShownCount } from '../../../ui/ShowMoreButton.tsx';
import { showToast } from '../../../ui/toast.tsx';
import styles from './GalleryApproval.module.css';
import { ReasonDialog } from './ReasonDialog.tsx';
import { useDecision } from './use-decision.ts';

type State = GalleryPermission['state'] | 'none';

const ORDER: readonly State[] = ['requested', 'granted', 'declined', 'none'];
const PAGE_SIZE = 20;

/** Which coaches may publish to the gallery: those who ask first. */
export const CoachPermissions = ({ onDecided }: { onDecided: () => Promise<unknown> }) => {
  const people = usePeople();
  const permissions = usePersistedQuery({ key: ['gallery-permissions'], read: getGalleryPermissions });
  const [declined, setDeclined] = useState<CoachWithState>();
  const shown = useShownCount({ initial: PAGE_SIZE, step: PAGE_SIZE });
  const decide = useDecision({
    mutate: ({ coach, decision }: { coach: Profile; decision: Decision }) => setGalleryPermission(coach.id, decision),
    errorDetail: 'The permission was not changed.',
    onDone: (_, { coach, decision }) => {
      setDeclined(undefined);
      showToast(
        decision.approved
          ? `${displayName(coach)} may now publish to the gallery.`
          : `${displayName(coach)} can’t publish to the gallery, and sees why.`,
      );
      return Promise.all([permissions.refetch(), onDecided()]);
    },
  });
  const coaches = people.data && permissions.data && withStates(people.data, permissions.data);
  return (
    <Section
      title="Coaches in the gallery"
      detail="Who may publish to the gallery. Their versions are still reviewed one by one."
    >
      <QueryState audience="admin" query={permissions.data ? people : permissions} skeletonRows={2} />
      {coaches?.length === 0 && <EmptyState>There are no coaches yet.</EmptyState>}
      {coaches && coaches.length > 0 && (
        <ListRows label="Coaches in the gallery">
          {coaches.slice(0, shown.count).map((item) => (
            <ListRow
              key={item.coach.id}
              title={displayName(item.coach)}
              detail={joinDetails(STATE_LABELS[item.state], item.reason ?? false)}
              trailing={
                <span className={styles.buttons}>
                  {item.state !== 'granted' && (
                    <Button
                      size="sm"
                      variant={item.state === 'requested' ? 'filled' : 'default'}
                      aria-label={`Allow ${displayName(item.coach)} to publish to the gallery`}
                      onClick={() => decide.mutate({ coach: item.coach, decision: { approved: true } })}
                    >
                      Allow
                    </Button>
                  )}
                  {(item.state === 'requested' || item.state === 'granted') && (
                    <Button
                      size="sm"
                      variant="default"
                      aria-label={`${DECLINE_LABELS[item.state]} the permission of ${displayName(item.coach)}`}
                      onClick={() => {
                        setDeclined(item);
                      }}
                    >
                      {DECLINE_LABELS[item.state]}
                    </Button>
                  )}
                </span>
              }
            />
          ))}
        </ListRows>
      )}
      <ShowMoreButton
        remaining={(coaches?.length ?? 0) - shown.count}
        unit={['coach', 'coaches']}
        onClick={shown.showMore}
      />
      {declined && (
        <ReasonDialog
          title={`${declined.state === 'granted' ? 'Revoke' : 'Decline'} the permission of ${displayName(declined.coach)}?`}
          submitLabel={declined.state === 'granted' ? 'Revoke permission' : 'Decline'}
          draftName={`decline-coach.${declined.coach.id}`}
          isSubmitting={decide.isPending}
          onSubmit={(reason) => decide.mutate({ coach: declined.coach, decision: { approved: false, reason } })}
          onClose={() => {
            setDeclined(undefined);
          }}
        >
          {declined.state === 'granted' && 'Their programs leave the gallery at once; who takes them goes on. '}
          The coach reads your reason.
        </ReasonDialog>
      )}
    </Section>
  );
};

interface CoachWithState {
  coach: Profile;
  state: State;
  reason: string | null;
}

/** Admins need no permission. */
const withStates = (people: readonly Profile[], permissions: readonly GalleryPermission[]): CoachWithState[] => {
  const byCoach = new Map(permissions.map((permission) => [permission.user_id, permission]));
  return people
    .filter(({ role }) => role === 'coach')
    .map((coach) => {
      const permission = byCoach.get(coach.id);
      return { coach, state: permission?.state ?? ('none' as const), reason: permission?.reason ?? null };
    })
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
};

const STATE_LABELS: Record<State, string> = {
  requested: 'Asks to publish to the gallery',
  granted: 'May publish to the gallery',
  declined: 'Declined',
  none: 'Has not asked',
};

const DECLINE_LABELS = { requested: 'Decline', granted: 'Revoke' } as const;
