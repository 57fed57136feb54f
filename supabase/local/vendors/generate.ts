import { VendorData } from './data.ts';
import { addCompanies } from './generate-companies.ts';
import { addContactsAndLeads } from './generate-contacts.ts';
import { addCourses, addEnrollments } from './generate-courses.ts';
import { addPeople } from './generate-people.ts';

/** How many rows there are of each kind. */
export interface VendorSizes {
  people: number;
  groups: number;
  courses: number;
  /** In courses; those in learning paths come on top. */
  enrollments: number;
  accounts: number;
  contacts: number;
  leads: number;
}

export const FULL_SIZES: VendorSizes = {
  people: 22_000,
  groups: 1_600,
  courses: 452,
  enrollments: 28_000,
  accounts: 1_500,
  contacts: 40_000,
  leads: 20_000,
};

export const DEMO_SIZES: VendorSizes = {
  people: 550,
  groups: 40,
  courses: 12,
  enrollments: 700,
  accounts: 38,
  contacts: 1_000,
  leads: 500,
};

export interface GenerateOptions {
  sizes: VendorSizes;
  seed: string;
  /** Milliseconds since 1970; everything happened in the three years before. */
  now: number;
}

/** Data of both vendors that is the same for the same options. */
export const generateVendorData = (options: GenerateOptions): VendorData => {
  const data = new VendorData();
  const companies = addCompanies(data, options);
  addPeople(data, companies, options);
  addCourses(data, options);
  addEnrollments(data, options);
  addContactsAndLeads(data, companies, options);
  return data;
};
