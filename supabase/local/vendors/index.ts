import * as z from 'zod';
import type { VendorData } from './data.ts';
import { effectsOf, replacementOf } from './fault-effects.ts';
import { faultRule, FaultScript, type VendorName } from './faults.ts';
import { impartner } from './impartner.ts';
import { northpass } from './northpass.ts';
import { rateLimit } from './rate-limit.ts';
import { type Vendor, VendorFailure, type VendorRequest } from './vendor.ts';

/** Below it are `/northpass/v2/…` and `/impartner/api/objects/v1/…`. */
export const VENDORS_PATH = '/vendors';
/** Where faults are scripted by hand. */
const FAULTS_PATH = `${VENDORS_PATH}/faults`;

export interface VendorOptions {
  data: VendorData;
  /** Read at each request, so that a key may change. */
  keys: VendorKeys;
  /** `null`: no limit. */
  requestsPerSecond: Record<VendorName, number | null>;
  /** Milliseconds since 1970: limits go by it, and what is written gets it as its time of change. */
  now: () => number;
}

export interface VendorKeys {
  northpass: string;
  impartner: string;
  /** Impartner's tenant. */
  tenant: string;
}

export interface LocalVendors {
  /** `null` where the path is not below `VENDORS_PATH`. */
  handle: (request: Request) => Promise<Response> | null;
  faults: FaultScript;
  requests: VendorRequests;
}

/** How many requests came to each vendor, whatever they got, and how many a rate limit refused. */
export type VendorRequests = Record<VendorName | 'refused429', number>;

/**
 * Local stand-ins of the APIs of Northpass (learning platform) and Impartner (CRM): their protocol over `data`, with the
 * faults that are scripted in `faults`. A fault comes after the key and the rate limit; a request that these refuse counts
 * for no rule.
 */
export const localVendors = ({ data, keys, requestsPerSecond, now }: VendorOptions): LocalVendors => {
  const faults = new FaultScript();
  const requests: VendorRequests = { northpass: 0, impartner: 0, refused429: 0 };
  const vendors: Record<VendorName, Vendor> = {
    northpass: northpass(data, keys),
    impartner: impartner(data, keys, now),
  };
  const mayPass: Record<VendorName, () => boolean> = {
    northpass: rateLimit(requestsPerSecond.northpass, now),
    impartner: rateLimit(requestsPerSecond.impartner, now),
  };

  const respond = async (name: VendorName, request: Request, url: URL): Promise<Response> => {
    const vendor = vendors[name];
    requests[name] += 1;
    if (!vendor.isAuthorized(request.headers)) return failed(vendor, new VendorFailure(401, 'The key is not valid.'));
    if (!mayPass[name]()) {
      requests.refused429 += 1;
      return failed(vendor, new VendorFailure(429, 'There were too many requests.'));
    }
    const path = url.pathname.slice(VENDORS_PATH.length + vendor.basePath.length);
    const due = faults.take(name, path + decodedQuery(url));
    const replacement = due
      .map((fault) => replacementOf(fault, vendor, request.signal))
      .find((found) => found !== null);
    return replacement ?? ownResponse(vendor, { request, url, path, effects: effectsOf(due) });
  };

  return {
    handle: (request) => {
      const url = new URL(request.url);
      const isBelow = (path: string) => url.pathname === path || url.pathname.startsWith(`${path}/`);
      if (!isBelow(VENDORS_PATH)) return null;
      const name = (['northpass', 'impartner'] as const).find((one) => isBelow(VENDORS_PATH + vendors[one].basePath));
      if (name) return respond(name, request, url);
      if (url.pathname === FAULTS_PATH) return scriptFaults(faults, request);
      return Promise.resolve(Response.json({ message: 'No vendor has this path.' }, { status: 404 }));
    },
    faults,
    requests,
  };
};

/** `POST` adds the rule of its body, `DELETE` clears them all. JSON alone: a page of another origin cannot send it. */
const scriptFaults = async (faults: FaultScript, request: Request): Promise<Response> => {
  if (request.method === 'DELETE') {
    faults.clear();
    return new Response(null, { status: 204 });
  }
  if (request.method !== 'POST' || request.headers.get('content-type') !== 'application/json') {
    return Response.json({ message: 'Post a rule as JSON, or delete them all.' }, { status: 405 });
  }
  const rule = faultRule.safeParse(await request.json().catch(() => null));
  if (!rule.success) return Response.json({ message: z.prettifyError(rule.error) }, { status: 400 });
  faults.add(rule.data);
  return new Response(null, { status: 204 });
};

const ownResponse = async (vendor: Vendor, request: VendorRequest): Promise<Response> => {
  const { isTruncated } = request.effects;
  try {
    return json(vendor, 200, await vendor.respond(request), isTruncated);
  } catch (error) {
    if (error instanceof VendorFailure) return failed(vendor, error, isTruncated);
    throw error;
  }
};

const failed = (vendor: Vendor, failure: VendorFailure, isTruncated = false): Response =>
  json(vendor, failure.status, vendor.failureBody(failure), isTruncated);

const json = ({ contentType }: Vendor, status: number, body: object, isTruncated: boolean): Response => {
  const text = JSON.stringify(body);
  return new Response(isTruncated ? text.slice(0, text.length / 2) : text, {
    status,
    headers: { 'content-type': contentType },
  });
};

const decodedQuery = ({ searchParams }: URL): string => {
  const pairs = [...searchParams].map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
};
