import type { FlagAudience } from '../../domain/flags.ts';
import type { Role } from '../../domain/profile.ts';
import { plural } from '../../ui/format.ts';

export const ROLE_LABELS: Record<Role, string> = { rep: 'Reps', coach: 'Coaches', admin: 'Admins' };

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
      return 'Nobody';
    case 'some':
      return [
        ...roles.map((role) => ROLE_LABELS[role]),
        ...(people.length > 0 ? [plural(people.length, 'named person', 'named people')] : []),
        ...(percentage > 0 ? [`${String(percentage)}% of everybody`] : []),
      ].join(', ');
  }
};

/** What was typed as a percentage; null where it is none. */
export const parsePercentage = (text: string): number | null => {
  const typed = text.trim();
  const percentage = Number(typed === '' ? '0' : typed);
  return Number.isInteger(percentage) && percentage >= 0 && percentage <= 100 ? percentage : null;
};
