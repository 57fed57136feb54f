import { STATUS_CODES } from 'node:http';
import type { VendorData } from './data.ts';
import { northpassBodies } from './northpass-bodies.ts';
import { type NorthpassList, pageOf } from './northpass-lists.ts';
import { type Vendor, VendorFailure, type VendorRequest } from './vendor.ts';

type Route = [pattern: RegExp, respond: (id: string, request: VendorRequest) => object];

/** Northpass, API version 2: JSON:API documents, read only. Its pages are described at `pageOf`. */
export const northpass = (data: VendorData, keys: { northpass: string }): Vendor => {
  const { people, groups, memberships, courses, enrollments } = data;
  const bodies = northpassBodies(data);
  const page = <Row extends { id: string }>(list: NorthpassList<Row>, request: VendorRequest) =>
    pageOf(list, request, { ignoresUpdatedFilter: data.ignoresUpdatedFilter });
  const hasReadableProperties = () =>
    courses.remember('with properties', () => courses.all().filter((course) => !course.hasForbiddenProperties));

  const routes: readonly Route[] = [
    [
      /^\/people$/,
      (_, request) =>
        page(
          {
            table: people,
            rows: people.all(),
            body: bodies.person,
            nameOf: ({ firstName, lastName }) => `${firstName} ${lastName}`,
            updatedAtOf: (row) => row.updatedAt,
          },
          request,
        ),
    ],
    [/^\/people\/([^/]+)$/, (id) => ({ data: bodies.person(known(people.get(id))) })],
    [
      /^\/groups$/,
      (_, request) =>
        page(
          {
            table: groups,
            rows: groups.all(),
            body: bodies.group,
            nameOf: (row) => row.name,
            updatedAtOf: (row) => row.updatedAt,
          },
          request,
        ),
    ],
    [/^\/groups\/([^/]+)$/, (id) => ({ data: bodies.group(known(groups.get(id))) })],
    [
      /^\/groups\/([^/]+)\/memberships$/,
      (id, request) => {
        const rows = memberships.where('groupId', known(groups.get(id)).id);
        return page({ table: memberships, rows, body: bodies.membership }, request);
      },
    ],
    [
      /^\/courses$/,
      (_, request) =>
        page(
          {
            table: courses,
            rows: courses.all(),
            body: bodies.course,
            nameOf: (row) => row.name,
            updatedAtOf: (row) => row.updatedAt,
          },
          request,
        ),
    ],
    [/^\/courses\/([^/]+)$/, (id) => ({ data: bodies.course(known(courses.get(id))) })],
    [
      /^\/courses\/([^/]+)\/enrollments$/,
      (id, request) => {
        const rows = enrollments.where('resourceId', known(courses.get(id)).id);
        return page(
          { table: enrollments, rows, body: bodies.enrollment, updatedAtOf: (row) => row.updatedAt },
          request,
        );
      },
    ],
    [
      /^\/transcripts\/([^/]+)$/,
      (id, request) => {
        const rows = enrollments.where('personId', known(people.get(id)).id);
        return page({ table: enrollments, rows, body: bodies.transcript }, request);
      },
    ],
    [
      /^\/properties\/courses$/,
      (_, request) => page({ table: courses, rows: hasReadableProperties(), body: bodies.courseProperties }, request),
    ],
    [
      /^\/properties\/courses\/([^/]+)$/,
      (id) => {
        const course = known(courses.get(id));
        if (course.hasForbiddenProperties) throw new VendorFailure(403, 'These properties are not yours to read.');
        return { data: bodies.courseProperties(course) };
      },
    ],
  ];

  return {
    basePath: '/northpass/v2',
    contentType: 'application/vnd.api+json',
    isAuthorized: (headers) => headers.get('x-api-key') === keys.northpass,
    respond: (request) => {
      for (const [pattern, respond] of routes) {
        const found = pattern.exec(request.path);
        if (!found) continue;
        if (request.request.method !== 'GET') throw new VendorFailure(405, 'This is read only.');
        return respond(found[1] ?? '', request);
      }
      throw new VendorFailure(404, 'There is no such endpoint.');
    },
    failureBody: ({ status, message, pointer }) => ({
      errors: [
        {
          status: String(status),
          title: STATUS_CODES[status] ?? 'Error',
          detail: message,
          ...(pointer === null ? {} : { source: { pointer } }),
        },
      ],
    }),
  };
};

const known = <Row>(row: Row | undefined): Row => {
  if (row === undefined) throw new VendorFailure(404, 'The record was not found.');
  return row;
};
