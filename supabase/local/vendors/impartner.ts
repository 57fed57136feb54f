import type { VendorData } from './data.ts';
import { listBody, returnedFields } from './impartner-lists.ts';
import { type ObjectType, objectTypes, rowBody } from './impartner-objects.ts';
import { accountWrites } from './impartner-writes.ts';
import { type Vendor, VendorFailure, type VendorRequest } from './vendor.ts';

/**
 * Impartner's objects `Account`, `User` and `Lead`: `GET /{Object}` and `/{Object}/{id}`, `PATCH /Account` and
 * `/Account/{id}`, `PUT /Account`, `/_describe` and `/{Object}/_describe`. What is wrong with a request is said by
 * `success: false` with status 200; 401, 404, 405 and 429 have that body as well.
 */
export const impartner = (data: VendorData, keys: { impartner: string; tenant: string }, now: () => number): Vendor => {
  const types = objectTypes(data);
  const writes = accountWrites(data, now);

  const respondForAll = (type: ObjectType, request: VendorRequest) => {
    const { method } = request.request;
    if (method === 'GET') return listBody(type, request);
    if (type.entity !== 'Account') throw notAllowed();
    if (method === 'PATCH') return writes.patchMany(request);
    if (method === 'PUT') return writes.create(request);
    throw notAllowed();
  };

  const respondForOne = (type: ObjectType, id: string, request: VendorRequest) => {
    const row = type.table.get(/^\d{1,15}$/.test(id) ? Number(id) : -1);
    if (!row) throw new VendorFailure(404, `There is no ${type.entity} ${id}.`);
    const { method } = request.request;
    const { searchParams } = request.url;
    if (method === 'GET') {
      return { data: rowBody(row, returnedFields(type.fields, searchParams.get('fields'))), success: true };
    }
    if (method === 'PATCH' && type.entity === 'Account') return writes.patchOne(row.Id, request);
    throw notAllowed();
  };

  return {
    basePath: '/impartner/api/objects/v1',
    contentType: 'application/json; charset=utf-8',
    isAuthorized: (headers) =>
      headers.get('authorization') === `prm-key ${keys.impartner}` && headers.get('x-prm-tenantid') === keys.tenant,
    respond: (request) => {
      const [, entity, id, ...more] = request.path.split('/');
      if (entity === '_describe' && id === undefined) {
        return { data: types.map((type) => ({ name: type.entity })), success: true };
      }
      const type = types.find((one) => one.entity === entity);
      if (!type || more.length > 0) throw new VendorFailure(404, 'There is no such object.');
      if (id === undefined) return respondForAll(type, request);
      if (id === '_describe') return { data: describe(type), success: true };
      return respondForOne(type, id, request);
    },
    failureBody: ({ message }) => ({ success: false, message }),
  };
};

const describe = ({ entity, fields }: ObjectType) => ({ name: entity, fields });

const notAllowed = () => new VendorFailure(405, 'The object does not allow this method.');
