import type { FlagAudience } from '../../../domain/flags/feature-flags.ts';
import { ROLE_PLURAL_LABELS } from '../../../domain/profiles/profile.ts';
import { plural } from '../../../ui/format.ts';

export type Reach = 'everyone' | 'some' | 'nobody';

export const reachOf = ({ everyone, roles, people, percentage }: FlagAudience): Reach => {
  if (everyone || percentage === 100) return 'everyone';
  return roles.length + people.length + percentage > 0 ? 'some' : 'nobody';
};

/** "Coaches, 2 named people, 20% of everybody" */
export const describeAudience = (audience: FlagAudience): string => {
  const { roles, people, percentage } = audience;
  switch (reachOf(audience)) {
    case 'everyone':
      return 'Everyone';
    case 'nobody':
      return 'No one';
    case 'some':
      return [
        ...roles.map((role) => ROLE_PLURAL_LABELS[role]),
        ...(people.length > 0 ? [plural(people.length, 'named person', 'named people')] : []),
        ...(percentage > 0 ? [`${String(percentage)}% of everyone`] : []),
      ].join(', ');
  }
};

/** `null` for a text that is no percentage. */
export const parsePercentage = (text: string): number | null => {
  const trimmed = text.trim();
  const percentage = Number(trimmed === '' ? '0' : trimmed);
  return Number.isInteger(percentage) && percentage >= 0 && percentage <= 100 ? percentage : null;
};
