import type { FaultEffects } from './fault-effects.ts';

/** One authorized request below the base of a vendor's API. */
export interface VendorRequest {
  request: Request;
  url: URL;
  /** Below the base, from its slash on. */
  path: string;
  effects: FaultEffects;
}

/** One vendor's API. */
export interface Vendor {
  /** Below `VENDORS_PATH`. */
  basePath: string;
  contentType: string;
  isAuthorized: (headers: Headers) => boolean;
  /** The body of a response with status 200. @throws VendorFailure for any other. */
  respond: (request: VendorRequest) => object | Promise<object>;
  failureBody: (failure: VendorFailure) => object;
}

/** A response that is not what was requested. Its status may be 200, where the body alone says so. */
export class VendorFailure extends Error {
  readonly status: number;
  /** The part of the request that is wrong. */
  readonly pointer: string | null;

  constructor(status: number, message: string, pointer: string | null = null) {
    super(message);
    this.status = status;
    this.pointer = pointer;
  }
}
