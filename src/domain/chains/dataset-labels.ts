/** What datasets are called, on screen and in mails. */
export const DATASET_LABELS: Record<string, string> = {
  courses: 'Courses',
  npcu: 'NPCU values',
  users: 'LMS users',
  groups: 'LMS groups',
  memberships: 'Memberships',
  enrollments: 'Enrollments',
  transcripts: 'Transcripts',
  partners: 'Partners',
  contacts: 'Contacts',
  leads: 'Leads',
  partner_counts: 'Counts sent to the CRM',
};

/** A dataset as people call it, in a mail. */
export const datasetLabel = (name: string): string => DATASET_LABELS[name] ?? name;
