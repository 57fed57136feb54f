import { randomFrom } from '../demo/random.ts';
import type { VendorData } from './data.ts';
import type { GenerateOptions } from './generate.ts';
import type { Company } from './generate-companies.ts';
import { emailOf, personName } from './generated-names.ts';
import { HISTORY_MS, instantBetween, pickUnevenly, recentInstant, uuid } from './generated-values.ts';

/** People, as many memberships, spread unevenly: one person in ten is in no group, and one in ten in two. */
export const addPeople = (
  { people, memberships }: VendorData,
  companies: readonly Company[],
  { sizes, seed, now }: GenerateOptions,
): void => {
  const random = randomFrom(`${seed} people`);
  const grouped = companies.flatMap(({ name, groupId }) => (groupId === null ? [] : [{ name, groupId }]));
  const emails = new Set<string>();
  for (let index = 0; index < sizes.people; index += 1) {
    const id = uuid(random);
    const name = personName(random);
    const share = random.next();
    const first = share < 0.1 ? null : pickUnevenly(random, grouped);
    const second = share < 0.9 ? null : pickUnevenly(random, grouped);
    const joinedAt = instantBetween(random, now - HISTORY_MS, now);
    people.add({
      id,
      ...name,
      email: emailOf(name, first?.name ?? 'mail', emails),
      activatedAt: random.chance(0.05) ? null : joinedAt,
      unsubscribed: random.chance(0.04),
      updatedAt: recentInstant(random, joinedAt, now),
    });
    const groupIds = new Set([first, second].flatMap((group) => (group ? [group.groupId] : [])));
    for (const groupId of groupIds) memberships.add({ id: uuid(random), groupId, personId: id });
  }
};
