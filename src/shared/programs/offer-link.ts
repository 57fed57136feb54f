/** A link to an offer, which its page shows before the sign-in. */
export interface OfferLink {
  kind: 'cohort' | 'program' | 'gallery';
  /** The token of a cohort or a program, or the id of a version in the gallery. */
  key: string;
}

const KINDS = { join: 'cohort', program: 'program', gallery: 'gallery' } as const;

/** The offer behind a path of this app, which may have a search and a fragment; `null` for every other path. */
export const offerLinkOf = (path: string | undefined): OfferLink | null => {
  const [, first = '', key = ''] = /^\/(join|program|gallery)\/([\w-]{1,200})\/?(?![^?#])/.exec(path ?? '') ?? [];
  return first in KINDS ? { kind: KINDS[first as keyof typeof KINDS], key } : null;
};
