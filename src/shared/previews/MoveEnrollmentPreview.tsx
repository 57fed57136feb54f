import type { MoveResult, PriceChange } from '../../data/enrollments/move-version.ts';
import { priceLabel } from '../programs/program-labels.ts';
import { plural } from '../../ui/format.ts';
import { ActionPreview, ActionPreviewRule } from './ActionPreview.tsx';
import type { Preview } from './use-preview.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';

/** What a move to another version would change in the tasks. */
export const MoveEnrollmentPreview = ({ preview }: { preview: Preview<MoveResult> }) => (
  <ActionPreview preview={preview}>
    {preview.data === undefined ? (
      <SkeletonRows count={1} />
    ) : (
      <>
        <p>{movePreviewMessage(preview.data)}</p>
        {preview.data.price && <p>{priceChangeMessage(preview.data.price)}</p>}
        <ActionPreviewRule>
          Only upcoming, unchanged tasks are updated. Done, locked, edited and deleted tasks stay as they are.
        </ActionPreviewRule>
      </>
    )}
  </ActionPreview>
);

const movePreviewMessage = ({ added, removed, changed }: MoveResult): string =>
  added + removed + changed === 0
    ? 'No tasks would change.'
    : `${plural(added, 'task')} would be added, ${String(removed)} removed, ${String(changed)} changed.`;

/** "The price changes from EUR 49.00 to EUR 99.00. 2 people haven’t paid yet: 1 of them still pays what was quoted." */
const priceChangeMessage = ({ price, currency, old_price, old_currency, pending, quoted }: PriceChange): string => {
  const change = `The price changes from ${priceLabel({ price: old_price, currency: old_currency })} to ${priceLabel({ price, currency })}.`;
  if (pending === 0) return `${change} Nobody who is enrolled pays again.`;
  const people = pending === 1 ? '1 person hasn’t paid yet' : `${String(pending)} people haven’t paid yet`;
  if (price === null) return `${change} ${people}, and ${pending === 1 ? 'becomes' : 'become'} active at once.`;
  return `${change} ${people}${quoted > 0 ? `; ${quoted === pending ? 'what they were quoted still holds' : `for ${String(quoted)} of them, what was quoted still holds`}` : ''}. Nobody who paid pays again.`;
};

/** "No tasks changed."; "1 task added, 2 removed, 0 changed." */
export const moveResultMessage = ({ added, removed, changed }: MoveResult): string =>
  added + removed + changed === 0
    ? 'No tasks changed.'
    : `${plural(added, 'task')} added, ${String(removed)} removed, ${String(changed)} changed.`;
