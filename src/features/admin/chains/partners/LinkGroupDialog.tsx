import { useState } from 'react';
import { usePartners } from '../../../../data/chains/use-chains.ts';
import type { ListedPartner } from '../../../../domain/chains/partner.ts';
import { matchesTerms, searchableText, searchTerms } from '../../../../domain/values/fold.ts';
import { QueryState } from '../../../../shared/queries/QueryNotice.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../../../ui/ConfirmDialog.tsx';
import { TextField } from '../../../../ui/Fields.tsx';
import { plural } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { IconSearch } from '../../../../ui/icons.ts';
import { PartnerChoices } from './PartnerChoices.tsx';
import { useLinkGroup } from './use-link-group.ts';

interface LinkGroupDialogProps {
  group: { id: string; name: string; members: number };
  /** Shown before others while nothing is searched for. */
  candidateIds?: readonly string[];
  /** The partner that it belongs to now, which is no choice. */
  currentId?: string;
  opened: boolean;
  onClose: () => void;
}

/** Chooses the partner of a group. */
export const LinkGroupDialog = ({ opened, onClose, group, ...choice }: LinkGroupDialogProps) => (
  <Dialog opened={opened} title={`Link “${group.name}”`} onClose={onClose}>
    <LinkGroupChoice group={group} onClose={onClose} {...choice} />
  </Dialog>
);

const LinkGroupChoice = ({ group, candidateIds = [], currentId, onClose }: Omit<LinkGroupDialogProps, 'opened'>) => {
  const partners = usePartners();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ListedPartner | null>(null);
  const link = useLinkGroup({ onDone: onClose });
  const terms = searchTerms(text);
  const isCandidate = ({ id }: ListedPartner) => candidateIds.includes(id);
  const found = (partners.data ?? [])
    .filter(({ id, name, tier }) => id !== currentId && matchesTerms(searchableText(name, tier, id), terms))
    .sort((a, b) => Number(isCandidate(b)) - Number(isCandidate(a)));
  return (
    <>
      <p>
        {`${plural(group.members, 'member counts', 'members count')} for the partner that you choose. No sync changes that.`}
      </p>
      <QueryState audience="admin" query={partners} skeletonRows={3} />
      {partners.data && (
        <>
          <TextField
            aria-label="Search partners"
            placeholder="Name, tier or id"
            type="search"
            data-autofocus
            leftSection={<IconSearch size={18} aria-hidden />}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
            }}
          />
          <PartnerChoices
            partners={found}
            candidateIds={candidateIds}
            text={text}
            chosen={chosen}
            onChoose={setChosen}
          />
        </>
      )}
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={chosen === null}
          loading={link.isPending}
          onClick={() => (chosen === null ? undefined : link.mutate({ group, partner: chosen }))}
        >
          {chosen === null ? 'Link' : `Link to ${formatName(chosen.name)}`}
        </Button>
      </DialogActions>
    </>
  );
};
