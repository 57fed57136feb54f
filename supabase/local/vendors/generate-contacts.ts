import { randomFrom, type Random } from '../demo/random.ts';
import type { Contact, VendorData } from './data.ts';
import type { GenerateOptions } from './generate.ts';
import type { Company } from './generate-companies.ts';
import { emailOf, personName } from './generated-names.ts';
import { HISTORY_MS, instantBetween, pickUnevenly, recentInstant } from './generated-values.ts';

const FIRST_CONTACT_ID = 1_200_000;
const FIRST_LEAD_ID = 3_000_000;
const STATUSES = ['New', 'New', 'Contacted', 'Contacted', 'Qualified', 'Converted', 'Disqualified'] as const;

/** Contacts and leads of the accounts. */
export const addContactsAndLeads = (
  data: VendorData,
  companies: readonly Company[],
  { sizes, seed, now }: GenerateOptions,
): void => {
  const withAccounts = companies.filter(({ accountIds }) => accountIds.length > 0);
  addContacts(data, withAccounts, randomFrom(`${seed} contacts`), sizes.contacts, now);
  addLeads(data, withAccounts, randomFrom(`${seed} leads`), sizes.leads, now);
};

/** Many of the people in groups are contacts as well, with the same address, in which case may differ. */
const addContacts = (
  { people, memberships, contacts }: VendorData,
  companies: readonly Company[],
  random: Random,
  count: number,
  now: number,
): void => {
  let Id = FIRST_CONTACT_ID;
  const add = (contact: Pick<Contact, 'AccountId' | 'FirstName' | 'LastName' | 'Email'>) => {
    Id += random.between(1, 3);
    const Updated = recentInstant(random, now - HISTORY_MS, now);
    contacts.add({ Id, ...contact, IsActive: !random.chance(0.06), Updated });
  };
  const emails = new Set(people.all().map(({ email }) => email));
  const byGroup = new Map(companies.map((company) => [company.groupId, company]));
  for (const { id, firstName, lastName, email } of people.all()) {
    const company = byGroup.get(memberships.where('personId', id)[0]?.groupId ?? '');
    if (!company || !random.chance(0.7) || contacts.size >= count) continue;
    const Email = random.chance(0.1) ? email.toUpperCase() : email;
    add({ AccountId: random.pick(company.accountIds), FirstName: firstName, LastName: lastName, Email });
  }
  while (contacts.size < count) {
    const name = personName(random);
    const company = pickUnevenly(random, companies);
    const Email = random.chance(0.01) ? null : emailOf(name, company.name, emails);
    const AccountId = random.pick(company.accountIds);
    add({ AccountId, FirstName: name.firstName, LastName: name.lastName, Email });
  }
};

const addLeads = (
  { leads }: VendorData,
  companies: readonly Company[],
  random: Random,
  count: number,
  now: number,
): void => {
  let Id = FIRST_LEAD_ID;
  for (let index = 0; index < count; index += 1) {
    Id += random.between(1, 3);
    const { firstName, lastName } = personName(random);
    const company = pickUnevenly(random, companies);
    const Created = instantBetween(random, now - HISTORY_MS, now);
    leads.add({
      Id,
      AccountId: random.chance(0.15) ? null : random.pick(company.accountIds),
      Name: `${firstName} ${lastName}`,
      FirstName: firstName,
      LastName: lastName,
      CompanyName: random.pick(companies).name,
      Status: random.pick(STATUSES),
      Created,
      Updated: recentInstant(random, Created, now),
    });
  }
};
