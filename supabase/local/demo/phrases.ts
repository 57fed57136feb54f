export const FIRST_NAMES = [
  'Dana',
  'Marcus',
  'Priya',
  'Owen',
  'Lucia',
  'Tomas',
  'Yuki',
  'Nadia',
  'Felix',
  'Ines',
  'Samir',
  'Greta',
  'Paolo',
  'Wanda',
  'Idris',
  'Helena',
  'Victor',
  'Mei',
  'Conor',
  'Zara',
  'Anton',
  'Ruth',
  'Diego',
  'Sanna',
];

export const LAST_NAMES = [
  'Whitfield',
  'Adeyemi',
  'Raman',
  'Castellano',
  'Moreau',
  'Novak',
  'Sato',
  'Karim',
  'Bergstrom',
  'Duarte',
  'Fischer',
  'Malone',
  'Ricci',
  'Kowalska',
  'Osei',
  'Papadakis',
  'Laurent',
  'Chen',
  'Byrne',
  'Siddiqui',
];

export const COMPANIES = [
  'Northgate Dental',
  'Harbour Logistics',
  'Kestrel Foods',
  'Bluebell Care Homes',
  'Ironbridge Tools',
  'Lumen Interiors',
  'Fernhill Schools',
  'Atlas Cold Storage',
  'Maple & Stone',
  'Quayside Hotels',
  'Redwood Clinics',
  'Sable Print',
  'Tidewater Marine',
  'Union Street Bakery',
  'Vantage Surveyors',
  'Willow Pharmacy',
  'Yellowfin Catering',
  'Zephyr Cycles',
  'Oakline Joinery',
  'Pinnacle Gyms',
];

export const LEAD_NOTES = [
  'Met at the spring trade fair. Prefers to be called before noon.',
  'Contract with the current supplier ends next quarter.',
  'Decides together with the finance lead; send figures in writing.',
  'Asked for two references from the same trade.',
  'Opening a second site and wants one supplier for both.',
  'Budget is fixed until the new year. Stay in touch.',
];

/** `{name}` is the lead, `{company}` where they work. */
export const TITLES: Record<string, readonly string[]> = {
  call: ['Call {name}', 'Discovery call with {name}', 'Check in with {company}', 'Call {name} about renewal'],
  meeting: [
    'Meeting at {company}',
    'Quarterly review with {name}',
    'Walk through needs at {company}',
    'Coffee with {name}',
  ],
  proposal: ['Proposal for {company}', 'Revised offer for {company}', 'Pricing for {name}'],
  follow_up: [
    'Follow up with {name}',
    'Send references to {name}',
    'Ask {company} for a decision',
    'Answer questions from {name}',
  ],
  new_contact: ['First contact with {name}', 'Introduce myself to {company}', 'New enquiry from {company}'],
};

export const OUTCOMES: Record<string, readonly string[]> = {
  call: [
    'Interested, wants figures',
    'Left a message',
    'Asked to call back next week',
    'Not the right person, got a name',
    'Agreed to meet',
  ],
  meeting: [
    'Agreed on a trial',
    'They will compare two offers',
    'Needs sign-off from finance',
    'Good meeting, next step is an offer',
  ],
  proposal: ['Sent', 'Sent, decision within two weeks', 'Asked for a smaller first order'],
  follow_up: ['Confirmed', 'No answer yet', 'Moved to next month', 'Said yes'],
  new_contact: ['Happy to talk', 'Wants an email first', 'Not now'],
};

export const NOTES = [
  'Mentioned that delivery times matter more than price.',
  'Their team has grown to twelve people since spring.',
  'Bring the sample case next time.',
  'Send the comparison sheet before Thursday.',
  'Parking is behind the building; ask for the loading bay.',
  'They use two systems today and want to drop one.',
  'Speak to the office manager first.',
];
