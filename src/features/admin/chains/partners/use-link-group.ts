import { linkGroup } from '../../../../data/chains/partners.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { showToast } from '../../../../ui/toast.tsx';
import { useChainMutation, useRefreshChains } from '../use-chain-mutation.ts';

interface GroupLink {
  group: { id: string; name: string };
  /** Null: ids and names decide again. */
  partner: { id: string; name: string } | null;
}

/** Says by hand whose group it is. */
export const useLinkGroup = ({ onDone }: { onDone: () => void }) => {
  const refresh = useRefreshChains();
  return useChainMutation({
    mutate: ({ group, partner }: GroupLink) => linkGroup(group.id, partner?.id ?? null),
    errorDetail: 'The group is linked as before.',
    onDone: (_, { group, partner }) => {
      onDone();
      showToast(
        partner
          ? `Linked “${formatName(group.name)}” to “${formatName(partner.name)}”.`
          : `“${formatName(group.name)}” is no longer linked by hand.`,
      );
      return refresh();
    },
  });
};
