import type { GoalTargets } from '../../../src/domain/goals/weekly-goals.ts';
import type { Role } from '../../../src/domain/profiles/profile.ts';

export const DEMO_PASSWORD = 'cadence-demo';

export interface DemoPerson {
  email: string;
  name: string;
  role: Role;
  /** What an ordinary week asks of them; `null` for people who log no work. */
  goals: GoalTargets | null;
  /** How much of the goals they tend to do: 1 is all of it. */
  pace: number;
  leads: number;
  customTypes: readonly string[];
  device: string;
  sync: { state: 'synced' | 'pending' | 'error'; hoursAgo: number; pending?: number; message?: string } | null;
}

const FIELD: GoalTargets = { calls: 25, meetings: 6, proposals: 3, follow_ups: 12, new_contacts: 8 };
const PHONE: GoalTargets = { calls: 40, meetings: 3, proposals: 2, follow_ups: 15, new_contacts: 10 };
const ACCOUNTS: GoalTargets = { calls: 15, meetings: 8, proposals: 4, follow_ups: 10, new_contacts: 3 };

const rep = (
  name: string,
  goals: GoalTargets,
  pace: number,
  device: string,
  sync: DemoPerson['sync'],
  more: Partial<DemoPerson> = {},
): DemoPerson => ({
  email: `${name
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replace(' ', '.')}@example.com`,
  name,
  role: 'rep',
  goals,
  pace,
  leads: 14,
  customTypes: [],
  device,
  sync,
  ...more,
});

const fresh = (hoursAgo: number): DemoPerson['sync'] => ({ state: 'synced', hoursAgo });

/** The three who are named on the console come first. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  rep('Riley Sandoval', FIELD, 0.9, 'Pixel 9', fresh(0.4), {
    email: 'rep@example.com',
    leads: 26,
    customTypes: ['Site visit', 'Product demo'],
  }),
  {
    ...rep('Morgan Ellery', ACCOUNTS, 0.5, 'MacBook Air', fresh(2)),
    email: 'coach@example.com',
    role: 'coach',
    leads: 6,
  },
  {
    ...rep('Alex Thornbury', FIELD, 0, 'ThinkPad X1', null),
    email: 'admin@example.com',
    role: 'admin',
    goals: null,
    leads: 0,
  },
  rep('Amara Okonkwo', FIELD, 1.1, 'iPhone 16', fresh(0.2), { customTypes: ['Trade fair'] }),
  rep('Ben Halvorsen', PHONE, 0.95, 'Galaxy S24', fresh(1)),
  rep('Chiara Lombardi', ACCOUNTS, 1.05, 'iPhone 15', fresh(3), { customTypes: ['Contract review'] }),
  rep('Dmitri Vasquez', FIELD, 0.7, 'Pixel 8', { state: 'pending', hoursAgo: 5, pending: 7 }),
  rep('Elena Petrova', PHONE, 1, 'Galaxy A55', fresh(0.6)),
  rep('Farid Haddad', FIELD, 0.85, 'iPhone 14', fresh(20)),
  rep('Grace Lindqvist', ACCOUNTS, 0.95, 'iPad Air', fresh(1.5), { customTypes: ['Workshop'] }),
  rep('Hiro Tanaka', FIELD, 0.8, 'Xperia 1', { state: 'error', hoursAgo: 9, message: '2 changes need attention' }),
  rep('Imani Brooks', PHONE, 0.6, 'Moto G84', fresh(75)),
  rep('Jonas Weber', FIELD, 0.9, 'Fairphone 5', fresh(26)),
  rep('Katarzyna Nowak', ACCOUNTS, 0.75, 'Pixel 7a', { state: 'pending', hoursAgo: 9 * 24, pending: 31 }),
  rep('Liam Gallagher', PHONE, 0.4, 'iPhone SE', fresh(19 * 24)),
];
