import { plural } from '../../../ui/format.ts';
import { IconUserPlus } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { ListRow } from '../../../ui/ListRows.tsx';
import { StatusDot } from '../../../ui/StatusDot.tsx';
import { useInvitations } from './use-invitations.ts';

/** Links to the person's coaches, with the number of invitations. */
export const CoachesRow = () => {
  const invitationCount = useInvitations().length;
  return (
    <ListRow
      title="Coaches"
      // On a phone there is no room for more beside the count.
      detail={invitationCount > 0 ? 'Your coaches' : 'Your coaches and invitations'}
      leading={<IconTile Icon={IconUserPlus} />}
      trailing={invitationCount > 0 && <StatusDot tone="warn">{plural(invitationCount, 'invitation')}</StatusDot>}
      link={{ to: '/coaches' }}
    />
  );
};
