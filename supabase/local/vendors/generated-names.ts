import type { Random } from '../demo/random.ts';

const listed = (names: string): string[] => names.trim().split(/,\s+/);

const COMPANY_STEMS = listed(`
  Acme, Alder, Amber, Anchor, Arbor, Aspen, Atlas, Beacon, Birch, Blue Harbor, Boreal, Bright, Cedar, Clear, Cobalt,
  Copper, Crest, Delta, Élan, Ember, Falcon, Fjord, Granite, Göteborg, Harvest, Horizon, Iron, Juniper, Keystone,
  Lumen, Maple, Meridian, Münster, North, Oak, Opal, Pacific, Pioneer, Quartz, River, São Bento, Sierra, Summit,
  Tidal, Umbra, Vertex, Willow, Łódź
`);

const COMPANY_FIELDS = listed(`
  Advisory, Analytics, Automation, Business Systems, Cloud, Consulting, Data, Designs, Digital, Dynamics, Engineering,
  Enterprises, Forms, Foundry, Industries, Informatics, Innovation, Insights, Integration, Labs, Logic, Logistics,
  Management, Networks, Operations, Outsourcing, Partners, Platforms, Process, Services, Software, Solutions,
  Strategy, Studios, Systems, Technologies, Training, Ventures, Workflow, Works
`);

const COMPANY_FORMS = ['Inc.', 'LLC', 'Ltd.', 'GmbH', 'S.A.', 'AB', 'Pty Ltd', 'Group', 'Oy', 'B.V.'];

const FIRST_NAMES = listed(`
  Amara, André, Anna, Ben, Carla, Chen, Chloé, Daniel, Dilara, Elena, Emil, Fatima, Felix, Grace, Hana, Hugo, Ines,
  Ivan, Jana, João, Jonas, Kofi, Lara, Leila, Liam, Lucía, Marek, Maya, Nadia, Nils, Noor, Olga, Omar, Paula, Priya,
  Rafael, Renée, Sam, Sofia, Søren, Tariq, Theo, Uma, Valentin, Wen, Yusuf, Zofia, Zoë
`);

const LAST_NAMES = listed(`
  Abdi, Adler, Almeida, Andersson, Bauer, Becker, Bianchi, Björk, Brown, Castillo, Costa, Dubois, Fischer, Fernández,
  Garcia, Haddad, Hansen, Horvat, Ivanova, Jensen, Johnson, Kaya, Keller, Kim, Kowalski, Kumar, Larsen, Lefèvre,
  Lindgren, Lopez, Martin, Mensah, Meyer, Moreau, Müller, Nakamura, Nguyen, O'Brien, Okafor, Olsen, Patel, Pereira,
  Petrov, Popescu, Rossi, Santos, Sato, Schmidt, Silva, Singh, Smith, Šimek, Tan, Torres, Van der Berg, Walker, Weber,
  Wójcik, Yılmaz, Zhang
`);

const COURSE_SUBJECTS = listed(`
  Analytics, App design, Approvals, Case management, Cloud migration, Compliance, Connectors, Contracts, Data
  modelling, Documents, Forms, Governance, Identity, Integration, Mobile, Onboarding, Platform, Process mapping,
  Robotic automation, Sales, Security, Support, Testing, Workflow
`);

const COURSE_KINDS = listed(`
  essentials, fundamentals, for administrators, for architects, for consultants, for developers, for partners, in
  practice, workshop, specialist, specialist exam, expert, expert exam, refresher, update, case studies,
  troubleshooting, best practices, demo skills, pricing
`);

/** Markup where a name is expected. */
export const HOSTILE_NAME = '<script>alert(1)</script> Systems';

/** Steps over the pairs of two lists without a pattern: prime, and therefore without a divisor in common with them. */
const STEP = 929;

/** The pair at `index`; after all pairs they begin again with a number. */
const pairAt = (first: readonly string[], second: readonly string[], index: number): string => {
  const count = first.length * second.length;
  const place = (index * STEP) % count;
  const round = Math.floor(index / count);
  const pair = `${first[place % first.length] ?? ''} ${second[Math.floor(place / first.length)] ?? ''}`;
  return round === 0 ? pair : `${pair} ${round + 1}`;
};

/** A company's name; those of different indexes differ, also without case, spaces and punctuation. */
export const companyName = (index: number, random: Random): string =>
  `${pairAt(COMPANY_STEMS, COMPANY_FIELDS, index)} ${random.pick(COMPANY_FORMS)}`;

export const courseName = (index: number): string => pairAt(COURSE_SUBJECTS, COURSE_KINDS, index);

/** The name as somebody else has typed it: case, spaces and punctuation may differ. */
export const retyped = (name: string, random: Random): string => {
  switch (random.between(0, 4)) {
    case 0:
      return name.toUpperCase();
    case 1:
      return name.replace(/ (\S+)$/, ', $1').replaceAll('.', '');
    case 2:
      return name.replaceAll(' ', '-');
    case 3:
      return `${name.replace(' ', '  ')} `;
    default:
      return name;
  }
};

export interface PersonName {
  firstName: string;
  lastName: string;
}

export const personName = (random: Random): PersonName => ({
  firstName: random.pick(FIRST_NAMES),
  lastName: random.pick(LAST_NAMES),
});

/** An address of that person at that company, which nobody in `taken` has yet; it is added there. */
export const emailOf = ({ firstName, lastName }: PersonName, company: string, taken: Set<string>): string => {
  const local = `${asciiOf(firstName)}.${asciiOf(lastName)}`;
  const domain = `${asciiOf(company)}.example`;
  let email = `${local}@${domain}`;
  for (let number = 2; taken.has(email); number += 1) email = `${local}${number}@${domain}`;
  taken.add(email);
  return email;
};

const knownAscii = new Map<string, string>();

const asciiOf = (name: string): string => {
  const known = knownAscii.get(name);
  if (known !== undefined) return known;
  const ascii = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  knownAscii.set(name, ascii);
  return ascii;
};
