import { normalLabel } from './text.ts';

/*
 * E-mail addresses as invitations have them. supabase/schemas/values/email.sql gives the same verdicts and forms, except that
 * it reads one address at a time.
 */

const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const DOMAIN_LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const ADDRESS_PATTERN = new RegExp(
  `^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${DOMAIN_LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`,
);
const ADDRESS_MAX_LENGTH = 254;

/** Whether a text is a plain address in lower case: a local part of at most 64 characters, a domain of two labels or more. */
export const isEmailAddress = (text: string): boolean =>
  text.length <= ADDRESS_MAX_LENGTH && ADDRESS_PATTERN.test(text);

/** Of a text that holds one address, in characters. */
const TEXT_MAX_LENGTH = 1_000;

/**
 * The address in a text that was copied from somewhere, such as `Ben <ben@example.com>;` or `mailto:ben@example.com`; `null`
 * where the text is no single address.
 */
export const cleanEmail = (text: string): string | null => {
  const plain = normalLabel(Array.from(text).slice(0, TEXT_MAX_LENGTH).join(''));
  const enclosed = /^[^<>]*<([^<>]*)>[ ,;.]*$/.exec(plain)?.[1] ?? plain;
  const bare = enclosed.replace(/^[ <("'[]+|[ >)"'\],;:.!?]+$/g, '');
  const unlinked = /^mailto:/i.test(bare) ? bare.slice(7).replace(/\?.*$/, '') : bare;
  const address = unlinked.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return isEmailAddress(address) ? address : null;
};

export interface EmailList {
  /** Each once, in the order of the text. */
  addresses: string[];
  /** The parts of the text that are no address, as they were typed. */
  invalid: string[];
}

/** The addresses of a text, between which are commas, semicolons, line breaks or spaces. */
export const parseEmailList = (text: string): EmailList => {
  const addresses = new Set<string>();
  const invalid: string[] = [];
  for (const part of splitList(text)) {
    const found = cleanEmail(part);
    if (found !== null) {
      addresses.add(found);
      continue;
    }
    // Without a name in it, spaces separate addresses as well.
    const words = part.split(/\s+/).map(cleanEmail);
    if (words.every((word) => word !== null)) for (const word of words) addresses.add(word);
    else invalid.push(part);
  }
  return { addresses: [...addresses], invalid };
};

/** Splits at separators outside of quotes and angle brackets: `"Miller, Ben" <ben@example.com>` is one part. */
const splitList = (text: string): string[] => {
  const parts = text.match(/(?:"[^"\n\r]*"|<[^<>\n\r]*>|[^,;\n\r])+/g) ?? [];
  return parts.map((part) => normalLabel(part.replace(/\t/g, ' '))).filter((part) => part !== '');
};
