import { useDisclosure } from '@mantine/hooks';
import type { PartnerDetail, PartnerGroup } from '../../../../domain/chains/partner.ts';
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { joinDetails, plural } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { IconEdit, IconX } from '../../../../ui/icons.ts';
import { ListRow, ListRows } from '../../../../ui/ListRows.tsx';
import { Section } from '../../../../ui/Page.tsx';
import { RowMenu } from '../../../../ui/RowMenu.tsx';
import { LinkGroupDialog } from './LinkGroupDialog.tsx';
import { LINK_METHOD_LABELS } from './partner-labels.ts';
import { useLinkGroup } from './use-link-group.ts';

interface PartnerGroupsProps {
  groups: readonly PartnerGroup[];
  partner: PartnerDetail['partner'];
}

/** The groups of the LMS whose people count for the partner, and how each was linked. */
export const PartnerGroups = ({ groups, partner }: PartnerGroupsProps) => (
  <Section title="LMS groups" detail="Their members count for this partner.">
    {groups.length === 0 ? (
      <EmptyState>No group is linked to this partner.</EmptyState>
    ) : (
      <ListRows label="LMS groups">
        {groups.map((group) => (
          <GroupRow key={group.id} group={group} partner={partner} />
        ))}
      </ListRows>
    )}
  </Section>
);

const GroupRow = ({ group, partner }: { group: PartnerGroup; partner: PartnerDetail['partner'] }) => {
  const [isMoving, moveDialog] = useDisclosure(false);
  const [isUnlinking, unlinkDialog] = useDisclosure(false);
  const unlink = useLinkGroup({ onDone: unlinkDialog.close });
  return (
    <ListRow
      title={group.name}
      detail={joinDetails(LINK_METHOD_LABELS[group.method], plural(group.members, 'member'))}
      action={
        <>
          <RowMenu
            subject={group.name}
            items={[
              {
                label: 'Link to another partner',
                icon: <IconEdit size={18} aria-hidden />,
                onSelect: moveDialog.open,
              },
              // The others would be linked again at once.
              ...(group.method === 'hand'
                ? [
                    {
                      label: 'Unlink',
                      icon: <IconX size={18} aria-hidden />,
                      onSelect: unlinkDialog.open,
                      danger: true,
                    },
                  ]
                : []),
            ]}
          />
          <LinkGroupDialog group={group} currentId={partner.id} opened={isMoving} onClose={moveDialog.close} />
          <ConfirmDialog
            opened={isUnlinking}
            title={`Unlink “${group.name}”?`}
            confirmLabel="Unlink"
            danger
            busy={unlink.isPending}
            onClose={unlinkDialog.close}
            onConfirm={() => unlink.mutate({ group, partner: null })}
          >
            {`Its members no longer count for ${formatName(partner.name)}. Ids and names decide again whose it is.`}
          </ConfirmDialog>
        </>
      }
    />
  );
};
