import { useState } from 'react';
import type { FeatureFlag } from '../../../domain/flags/feature-flags.ts';
import { useForgetDraft, useInputDraft } from '../../../shared/drafts/use-input-draft.ts';

interface FlagInput {
  percentageText: string;
  /** Of a person who is not added yet. */
  email: string;
}

const draftName = (flag: FeatureFlag['name']): string => `flag.${flag}`;

/**
 * What is typed into a flag's sheet, kept over a reload. A percentage is dropped where the flag has got another one before
 * the sheet is opened again: it is to show that one then.
 */
export const useFlagInput = ({ name, percentage }: FeatureFlag) => {
  const shown = percentage === 0 ? '' : String(percentage);
  const [draft, setDraft] = useInputDraft(draftName(name), { percentageText: shown, email: '', basedOn: percentage });
  const [isOutdated, setOutdated] = useState(draft.basedOn !== percentage);
  const input: FlagInput = { ...draft, ...(isOutdated && { percentageText: shown }) };
  return {
    ...input,
    changeInput: (part: Partial<FlagInput>) => {
      setOutdated(false);
      setDraft({ ...input, ...part, basedOn: percentage });
    },
  };
};

/** Deletes it, once the flag is saved or its sheet closed: that affects many people, so nothing unsaved comes back. */
export const useForgetFlagInput = (): ((flag: FeatureFlag['name']) => void) => {
  const forget = useForgetDraft();
  return (flag) => {
    forget(draftName(flag));
  };
};
