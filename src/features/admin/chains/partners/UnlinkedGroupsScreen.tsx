import { useUnlinkedGroups } from '../../../../data/chains/use-chains.ts';
import type { UnlinkedGroup } from '../../../../domain/chains/partner.ts';
import { QueryState } from '../../../../shared/queries/QueryNotice.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { formatList, joinDetails, plural } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { IconLink } from '../../../../ui/icons.ts';
import { ListRow } from '../../../../ui/ListRows.tsx';
import { LongListRows } from '../../../../ui/LongListRows.tsx';
import { Page, PageHeader, Section } from '../../../../ui/Page.tsx';
import { useSheet } from '../../../../ui/use-sheet.ts';
import { LinkGroupDialog } from './LinkGroupDialog.tsx';

/** Groups of the LMS whose people count for no partner, to link by hand. */
export const UnlinkedGroupsScreen = () => {
  const groups = useUnlinkedGroups();
  const dialog = useSheet<UnlinkedGroup>();
  const ambiguous = groups.data?.filter(({ candidates }) => candidates.length > 0) ?? [];
  const unmatched = groups.data?.filter(({ candidates }) => candidates.length === 0) ?? [];
  const list = (label: string, items: readonly UnlinkedGroup[]) => (
    <LongListRows
      label={label}
      items={items}
      render={(group) => <UnlinkedGroupRow key={group.id} group={group} onLink={dialog.open} />}
    />
  );
  return (
    <Page>
      <PageHeader
        title="Groups without a partner"
        back={{ to: '/admin/partners', label: 'Partners' }}
        detail="Groups of the LMS whose members count for no partner."
      />
      <QueryState audience="admin" query={groups} skeletonRows={6} />
      {groups.data?.length === 0 && (
        <EmptyState icon={<IconLink size={22} aria-hidden />}>Every group belongs to a partner.</EmptyState>
      )}
      {ambiguous.length > 0 && (
        <Section title="Not clear" detail="Partners have their name, but several do, or several groups share it.">
          {list('Groups that are not clear', ambiguous)}
        </Section>
      )}
      {unmatched.length > 0 && (
        <Section
          title="No match"
          detail="No partner has their name. Groups that are no partner’s can stay as they are."
        >
          {list('Groups without a match', unmatched)}
        </Section>
      )}
      {dialog.item && (
        <LinkGroupDialog
          key={dialog.item.id}
          group={dialog.item}
          candidateIds={dialog.item.candidates.map(({ id }) => id)}
          opened={dialog.opened}
          onClose={dialog.close}
        />
      )}
    </Page>
  );
};

const UnlinkedGroupRow = ({ group, onLink }: { group: UnlinkedGroup; onLink: (group: UnlinkedGroup) => void }) => (
  <ListRow
    title={group.name}
    detail={joinDetails(
      plural(group.members, 'member'),
      group.candidates.length > 0 && `Could be ${formatList(group.candidates.map(({ name }) => formatName(name)))}`,
    )}
    action={
      <Button
        variant="default"
        size="sm"
        aria-label={`Link ${formatName(group.name)} to a partner`}
        onClick={() => {
          onLink(group);
        }}
      >
        Link
      </Button>
    }
  />
);
