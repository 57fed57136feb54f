import { Table } from './table.ts';

/* All instants are milliseconds since 1970. */

export interface Person {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  activatedAt: number | null;
  unsubscribed: boolean;
  updatedAt: number;
}

export interface Group {
  id: string;
  name: string;
  updatedAt: number;
}

export interface Membership {
  id: string;
  groupId: string;
  personId: string;
}

export interface Course {
  id: string;
  name: string;
  published: boolean;
  /** As the properties give it; `null`: they do not. */
  npcu: number | string | null;
  /** Its properties are in no list, and a request for them gets a 403. */
  hasForbiddenProperties: boolean;
  updatedAt: number;
}

/** One person in one course or learning path: an entry of the person's transcript, and of the course's enrollments. */
export interface Enrollment {
  id: string;
  personId: string;
  resourceType: 'course' | 'learning_path';
  resourceId: string;
  /** In percent, 0 to 100. */
  progress: number;
  enrolledAt: number;
  startedAt: number | null;
  completedAt: number | null;
  updatedAt: number;
}

/* Types and no interfaces, so that they are rows with any field names as well. The names are Impartner's. */

export type Account = {
  Id: number;
  Name: string;
  CrmId: string | null;
  Tier: string;
  Partner_Manager__cf: string | null;
  Partner_Manager_Email__cf: string | null;
  Northpass_Group_Id__cf: string | null;
  Total_NPCU__cf: number | null;
  Certified_People__cf: number | null;
  Expiring_Certificates__cf: number | null;
  IsActive: boolean;
  Updated: number;
};

/** Impartner's object `User`. */
export type Contact = {
  Id: number;
  AccountId: number | null;
  FirstName: string;
  LastName: string;
  Email: string | null;
  IsActive: boolean;
  Updated: number;
};

export type Lead = {
  Id: number;
  AccountId: number | null;
  Name: string;
  FirstName: string;
  LastName: string;
  CompanyName: string;
  Status: string;
  Created: number;
  Updated: number;
};

/** What both vendors have. It may change at any time: the next request sees it. */
export class VendorData {
  readonly people = new Table<Person, string>(idOf, updatedAt);
  readonly groups = new Table<Group, string>(idOf, updatedAt);
  readonly memberships = new Table<Membership, string>(idOf);
  readonly courses = new Table<Course, string>(idOf, updatedAt);
  readonly enrollments = new Table<Enrollment, string>(idOf, updatedAt);
  readonly accounts = new Table<Account, number>(numberOf, updated);
  readonly contacts = new Table<Contact, number>(numberOf, updated);
  readonly leads = new Table<Lead, number>(numberOf, updated);

  /** Northpass returns all rows, whatever `filter[updated_at]` says. */
  ignoresUpdatedFilter = false;

  /** How many of their groups Northpass lists with people: all, at most one, or `null` in place of the list. */
  groupsOfPeople: 'complete' | 'incomplete' | 'null' = 'complete';

  /** Where the response to a `PATCH /Account` has the results of its items: Impartner does not publish it. */
  writeResults: 'data.results' | 'data' | 'results' = 'data.results';

  /** Deletes a person with their memberships and enrollments. */
  deletePerson(id: string): void {
    for (const row of this.memberships.where('personId', id)) this.memberships.delete(row.id);
    for (const row of this.enrollments.where('personId', id)) this.enrollments.delete(row.id);
    this.people.delete(id);
  }

  /** Deletes a group with its memberships. */
  deleteGroup(id: string): void {
    for (const row of this.memberships.where('groupId', id)) this.memberships.delete(row.id);
    this.groups.delete(id);
  }
}

function idOf(row: { id: string }): string {
  return row.id;
}

function numberOf(row: { Id: number }): number {
  return row.Id;
}

function updatedAt(at: number): { updatedAt: number } {
  return { updatedAt: at };
}

function updated(at: number): { Updated: number } {
  return { Updated: at };
}
