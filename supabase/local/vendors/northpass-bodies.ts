import type { Course, Enrollment, Group, Membership, Person, VendorData } from './data.ts';

const SCHOOL = { type: 'schools', id: '5c0f7a0e-3f0a-4c5e-9b1d-2a8f6d1e7b44' };

/** The rows as JSON:API resources. Instants are in UTC. */
export const northpassBodies = (data: VendorData) => ({
  person: ({ id, email, firstName, lastName, updatedAt, activatedAt, unsubscribed }: Person) => ({
    type: 'people',
    id,
    attributes: {
      email,
      first_name: firstName,
      last_name: lastName,
      updated_at: instant(updatedAt),
      activated_at: instant(activatedAt),
      unsubscribed,
    },
    relationships: { groups: { data: groupsOf(data, id) }, school: { data: SCHOOL } },
  }),
  group: ({ id, name, updatedAt }: Group) => ({
    type: 'groups',
    id,
    attributes: { name, updated_at: instant(updatedAt) },
  }),
  membership: ({ id, groupId, personId }: Membership) => ({
    type: 'memberships',
    id,
    relationships: {
      group: { data: { type: 'groups', id: groupId } },
      person: { data: { type: 'people', id: personId } },
    },
  }),
  course: ({ id, name, published, updatedAt }: Course) => ({
    type: 'courses',
    id,
    attributes: { name, published, updated_at: instant(updatedAt) },
  }),
  courseProperties: ({ id, name, npcu }: Course) => ({
    type: 'properties',
    id,
    attributes: { properties: npcu === null ? { name } : { name, npcu } },
  }),
  enrollment: ({ id, personId, resourceId, progress, enrolledAt, updatedAt }: Enrollment) => ({
    type: 'enrollments',
    id,
    attributes: {
      person_id: personId,
      course_id: resourceId,
      progress,
      enrolled_at: instant(enrolledAt),
      updated_at: instant(updatedAt),
    },
  }),
  transcript: ({ id, resourceType, resourceId, enrolledAt, startedAt, completedAt }: Enrollment) => ({
    type: 'transcripts',
    id,
    attributes: {
      resource_type: resourceType,
      resource_id: resourceId,
      progress_status: completedAt !== null ? 'completed' : startedAt !== null ? 'in_progress' : 'enrolled',
      enrolled_at: instant(enrolledAt),
      started_at: instant(startedAt),
      completed_at: instant(completedAt),
    },
  }),
});

const groupsOf = ({ memberships, groupsOfPeople }: VendorData, personId: string) => {
  if (groupsOfPeople === 'null') return null;
  const listed = memberships.where('personId', personId).map(({ groupId }) => ({ type: 'groups', id: groupId }));
  return groupsOfPeople === 'complete' ? listed : listed.slice(0, 1);
};

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
