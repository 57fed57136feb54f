import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanEmail, isEmailAddress, parseEmailList } from '../../../src/domain/values/email.ts';

describe('an address that was copied from somewhere', () => {
  it.each([
    'ben@example.com',
    'Ben@Example.com',
    ' ben@example.com ',
    'ben@example.com;',
    'ben@example.com.',
    'ben@example.com, ',
    '<ben@example.com>',
    '(ben@example.com)',
    '"ben@example.com"',
    'mailto:ben@example.com',
    'MAILTO:ben@example.com?subject=Hello',
    '<mailto:ben@example.com>',
    'Ben <ben@example.com>',
    '"Miller, Ben" <ben@example.com>;',
    'ben@example.com <ben@example.com>',
    '\u200bben@example.com\u00a0',
  ])('%j is cleaned', (text) => {
    expect(cleanEmail(text)).toBe('ben@example.com');
  });

  it.each([
    '',
    'ben',
    'ben@',
    '@example.com',
    'ben@example',
    'ben@@example.com',
    'ben@example..com',
    '.ben@example.com',
    'ben..miller@example.com',
    'ben@-example.com',
    'ben@example.com anna@example.com',
    'ben@example.com;anna@example.com',
    'ben miller@example.com',
    'Ben ben@example.com',
    'ben@exam ple.com',
    'ben\u200b@example.com',
    'ben@10.0.0.1',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(126)}com`,
  ])('%j is refused', (text) => {
    expect(cleanEmail(text)).toBeNull();
  });
});

describe('a list of addresses', () => {
  it('is read whatever separates them, each once', () => {
    const text =
      'Ben <ben@example.com>, "Lee, Anna" <ANNA@example.com>;\nmailto:cy@example.org\tdi@example.com ben@example.com;;';
    expect(parseEmailList(text)).toEqual({
      addresses: ['ben@example.com', 'anna@example.com', 'cy@example.org', 'di@example.com'],
      invalid: [],
    });
  });

  it('names what is no address, and reads the others', () => {
    expect(parseEmailList('ben@example.com, anna@, Cy Miller\nd@example.com')).toEqual({
      addresses: ['ben@example.com', 'd@example.com'],
      invalid: ['anna@', 'Cy Miller'],
    });
    expect(parseEmailList(' \n,; ')).toEqual({ addresses: [], invalid: [] });
  });

  it('loses none of its parts: each is an address or is named', () => {
    const address = fc
      .tuple(fc.stringMatching(/^[a-z][a-z0-9.+_-]{0,10}[a-z0-9]$/), fc.stringMatching(/^[a-z]{1,8}\.(com|org)$/))
      .map(([local, domain]) => `${local.replace(/\.+/g, '.')}@${domain}`);
    const decorated = address.chain((plain) =>
      fc
        .constantFrom(plain, `<${plain}>`, `mailto:${plain}`, `Ben <${plain}>`, `"Miller, B" <${plain}>`, `${plain}.`)
        .map((text) => ({ plain, text })),
    );
    const broken = fc.constantFrom('ben', 'a@b', 'x@@example.com', 'Anna Lee').map((text) => ({ plain: null, text }));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(decorated, broken), { maxLength: 8 }),
        fc.constantFrom(',', ';', '\n', ', ', ' ;\r\n'),
        (parts, separator) => {
          const { addresses, invalid } = parseEmailList(parts.map(({ text }) => text).join(separator));
          expect(addresses).toEqual([...new Set(parts.flatMap(({ plain }) => plain ?? []))]);
          expect(invalid).toEqual(parts.filter(({ plain }) => plain === null).map(({ text }) => text));
          expect(addresses.every(isEmailAddress)).toBe(true);
        },
      ),
    );
  });
});
