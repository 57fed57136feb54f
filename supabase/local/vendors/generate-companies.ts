import { randomFrom, type Random } from '../demo/random.ts';
import type { VendorData } from './data.ts';
import type { GenerateOptions } from './generate.ts';
import { companyName, HOSTILE_NAME, personName, retyped } from './generated-names.ts';
import { HISTORY_MS, recentInstant, shuffled, uuid } from './generated-values.ts';

/** A company as both vendors know it: by a group, by accounts, or by both. */
export interface Company {
  name: string;
  groupId: string | null;
  accountIds: number[];
}

/** Which accounts a company with a group has. */
type Match = 'one account' | 'two accounts' | 'no account';

const FIRST_ACCOUNT_ID = 604_000;
const TIERS = ['Registered', 'Registered', 'Registered', 'Silver', 'Silver', 'Gold', 'Platinum'] as const;

/**
 * Groups and accounts. Most groups have one account of their name as somebody else has typed it, a few have two or none,
 * and a few accounts have no group. Some accounts name their group's id, a few of these under another name, and one names
 * a group that does not exist.
 */
export const addCompanies = (data: VendorData, { sizes, seed, now }: GenerateOptions): Company[] => {
  const random = randomFrom(`${seed} companies`);
  const addAccount = accountsInto(data, random, now);
  const pairs = Math.max(1, Math.round(sizes.accounts * 0.006));
  const withoutGroup = Math.max(1, Math.round(sizes.accounts * 0.02));
  const matches = matchesOf(random, sizes.groups, { pairs, single: sizes.accounts - 2 * pairs - withoutGroup });
  const hostile = matches.lastIndexOf('one account');

  const companies: Company[] = matches.map((match, index) => {
    const name = index === hostile ? HOSTILE_NAME : companyName(index, random);
    const groupId = uuid(random);
    data.groups.add({ id: groupId, name, updatedAt: recentInstant(random, now - HISTORY_MS, now) });
    if (match === 'no account') return { name, groupId, accountIds: [] };
    if (match === 'two accounts') {
      // The first pair can be told apart by nothing.
      const isLinked = index !== matches.indexOf(match) && random.chance(0.4);
      const first = addAccount(retyped(name, random), isLinked ? groupId : null);
      return { name, groupId, accountIds: [first, addAccount(retyped(name, random), null)] };
    }
    const isLinked = index !== hostile && random.chance(0.25);
    const isRenamed = isLinked && random.chance(0.2);
    const accountName = isRenamed ? companyName(2 * sizes.groups + index, random) : retyped(name, random);
    return { name, groupId, accountIds: [addAccount(accountName, isLinked ? groupId : null)] };
  });

  for (let index = 0; index < withoutGroup; index += 1) {
    const name = companyName(sizes.groups + index, random);
    companies.push({ name, groupId: null, accountIds: [addAccount(name, index === 0 ? uuid(random) : null)] });
  }
  return companies;
};

const matchesOf = (random: Random, groups: number, { pairs, single }: { pairs: number; single: number }): Match[] => {
  if (single < 1 || pairs + single > groups) throw new RangeError('There are too few groups or accounts.');
  const matches = new Array<Match>(groups).fill('no account');
  matches.fill('two accounts', 0, pairs).fill('one account', pairs, pairs + single);
  return shuffled(random, matches);
};

const accountsInto = ({ accounts }: VendorData, random: Random, now: number) => {
  const managers = Array.from({ length: 12 }, () => {
    const { firstName, lastName } = personName(random);
    return { name: `${firstName} ${lastName}`, email: `${firstName.charAt(0)}${lastName}`.replace(/[^A-Za-z]/g, '') };
  });
  let id = FIRST_ACCOUNT_ID;

  /** The new account's id. */
  return (name: string, groupId: string | null): number => {
    id += random.between(1, 9);
    const manager = random.chance(0.03) ? null : random.pick(managers);
    const hasCounts = random.chance(0.7);
    accounts.add({
      Id: id,
      Name: name,
      CrmId: random.chance(0.03) ? null : `001${uuid(random).replaceAll('-', '').slice(0, 15)}`,
      Tier: random.pick(TIERS),
      Partner_Manager__cf: manager?.name ?? null,
      Partner_Manager_Email__cf: manager ? `${manager.email.toLowerCase()}@vendor.example` : null,
      Northpass_Group_Id__cf: groupId,
      Total_NPCU__cf: hasCounts ? random.between(0, 40) : null,
      Certified_People__cf: hasCounts ? random.between(0, 20) : null,
      Expiring_Certificates__cf: hasCounts ? random.between(0, 5) : null,
      IsActive: !random.chance(0.05),
      Updated: recentInstant(random, now - HISTORY_MS, now),
    });
    return id;
  };
};
