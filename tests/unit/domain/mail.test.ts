import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertData } from '../../../src/domain/mail/alert-mail.ts';
import { mailOf } from '../../../src/domain/mail/document.ts';
import { escapeHtml } from '../../../src/domain/mail/html.ts';
import { renderMail } from '../../../src/domain/mail/mail.ts';
import type { ReportData } from '../../../src/domain/mail/report-mail.ts';
import { differenceText, numberText } from '../../../src/domain/mail/values.ts';
import { isLabel, isLongerThan, isLongText } from '../../../src/domain/values/text.ts';

const APP = 'https://cadence.example.com';

/** A report in which everything that has a name is called `name`. */
const reportOf = (name: string, manager: string | null = 'ada@vendor.example'): ReportData => ({
  kind: manager === null ? 'executive_weekly_report' : 'pam_weekly_report',
  week: '2026-W49',
  week_start: '2026-11-30',
  time_zone: 'Europe/Berlin',
  manager,
  partners: 12,
  freshness: [
    { name: 'leads', refreshed_at: null, is_stale: true },
    { name, refreshed_at: '2026-11-28T02:10:00+00:00', is_stale: true },
  ],
  figures: [
    { name: 'certified_people', value: 1_234, last_week: 1_200, mean: 1_100.5 },
    { name, value: 3, last_week: null, mean: null },
  ],
  changes: { count: 7, partners: [{ name, certified_people: [4, 6], total_npcu: [10, 8.5] }] },
  expiring: {
    count: 3,
    partners: [{ name, count: 3 }],
    certificates: [{ partner: name, person: name, course: name, expires_on: '2027-01-09' }],
  },
  unlinked: { count: 2, names: [name] },
  decisions:
    manager === null
      ? {
          held_deletions: [{ dataset: name, missing: 40, of: 100 }],
          unclear_groups: 1,
          failed_runs: [{ title: name, at: '2026-11-29T02:00:00Z', code: 'unauthorized' }],
        }
      : null,
});

const alertsOf = (name: string, count = 2): AlertData => ({
  kind: 'alert',
  time_zone: 'UTC',
  alerts: Array.from({ length: count }, () => ({
    kind: 'step_failed',
    subject: name,
    code: name,
    message: name,
    at: '2026-11-30T02:00:00Z',
    run: 7,
  })),
});

const everyMail = (name: string) =>
  [reportOf(name), reportOf(name, null), alertsOf(name), alertsOf(name, 1)].map((data) => renderMail(data, APP));

const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];

describe('a mail, whatever names are in it,', () => {
  const piece = fc.oneof(
    fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='x", '&lt;b&gt;'),
    fc.constantFrom('javascript:alert(1)', '</td></table>', '<!--', '-->', '\r\nBcc: a@example.com', '\n\n# Heading'),
    fc.constantFrom('\u2028', '\u0000', '\u202E', '\u200B', '\uD800', '🙂', '<', '>', '&', '"', "'", '`', '{{ x }}'),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
  const hostile = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => `x${pieces.join('')}`);
  const plain = everyMail('x');

  it('has the tags of its template and no others', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        for (const [index, mail] of everyMail(name).entries()) {
          expect(tagsOf(mail.html)).toEqual(tagsOf(plain[index]?.html ?? ''));
        }
      }),
    );
  });

  it('has a subject of one line, and a text that the database accepts', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        for (const { subject, text } of everyMail(name)) {
          expect(isLabel(subject) && !isLongerThan(subject, 200)).toBe(true);
          expect(isLongText(text)).toBe(true);
        }
      }),
    );
  });

  it('has the paragraphs of its template in its text', () => {
    const paragraphsOf = (text: string) => text.split('\n\n').length;
    fc.assert(
      fc.property(hostile, (name) => {
        expect(everyMail(name).map(({ text }) => paragraphsOf(text))).toEqual(
          plain.map(({ text }) => paragraphsOf(text)),
        );
      }),
    );
  });

  it('escapes what HTML gives a meaning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
        const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
        expect(escaped.replace(/&([a-z]+|#39);/g, (_, name: string) => characters[name] ?? '')).toBe(text);
      }),
    );
  });

  it('links nowhere but to an address of HTTP', () => {
    const linked = (url: string) =>
      mailOf({ subject: 'x', title: 'x', footer: 'x', blocks: [{ kind: 'link', text: 'Open', url }] });
    expect(linked('javascript:alert(1)').html).not.toContain('href');
    expect(linked('https://x.example/" onclick="x').html).not.toContain('href');
    expect(linked('https://x.example/"onclick="x').html).toContain('href="https://x.example/&quot;onclick=&quot;x"');
  });
});

describe('a report', () => {
  it('says what is stale before everything else, and in its subject', () => {
    const { subject, text } = renderMail(reportOf('enrollments'), APP);
    expect(subject).toBe('Partner report, week 49 of 2026 (data not up to date)');
    const [, body = ''] = text.split('\n\n', 1)[0]?.split('===\n') ?? [];
    expect(body.replace(/\n/g, ' ')).toContain(
      '! Not up to date: Leads (never read), Enrollments (last read on 28 Nov 2026 at 03:10 (Europe/Berlin)).',
    );
  });

  it('shows each figure beside last week’s and the mean, and a dash for what is not known', () => {
    const { text, html } = renderMail(reportOf('New partners'), null);
    expect(text).toContain('- Certified people: Now 1,234; Last week 1,200; Mean of 8 weeks 1,100.5\n');
    expect(text).toContain('- New partners: Now 3; Last week —; Mean of 8 weeks —\n');
    expect(html).not.toContain('href');
  });

  it('shows at most six figures', () => {
    const figure = { value: 1, last_week: 1, mean: 1 };
    const figures = Array.from({ length: 9 }, (_, index) => ({ ...figure, name: `Figure ${String(index)}` }));
    expect(renderMail({ ...reportOf('x'), figures }, null).text.match(/Figure \d: Now/g)).toHaveLength(6);
  });

  it('says what changed, what expires and what needs a decision', () => {
    const { text } = renderMail(reportOf('Acme', null), APP);
    const line = text.replace(/\n +/g, ' ');
    expect(line).toContain(
      'The figures of 7 partners changed, most of all those of:\n- Acme: Certified people 6 (+2); NPCU 8.5 (−1.5)',
    );
    for (const decision of [
      '- 3 certificates expire within 90 days: who is to renew?',
      '- Acme: 40 of 100 were missing when they were last read. They are kept until an admin decides.',
      '- 1 LMS group could belong to several partners. An admin has to link them.',
      '- 2 partners without a linked LMS group, whose certificates are not counted: Acme and others.',
      '- Acme failed on 29 Nov 2026 at 03:00 (Europe/Berlin) (unauthorized).',
    ]) {
      expect(line).toContain(decision);
    }
  });

  it('breaks the lines of its text', () => {
    const lines = renderMail(reportOf('A partner with a rather long name'), APP).text.split('\n');
    expect(lines.filter((line) => line.length > 72)).toEqual([]);
  });
});

describe('a mail of alerts', () => {
  it('says in its subject what happened, where it is one', () => {
    expect(renderMail(alertsOf('Enrollments', 1), APP)).toMatchObject({
      subject: 'Cadence: Enrollments failed in run 7 (Enrollments)',
    });
    expect(renderMail(alertsOf('Enrollments', 3), APP).subject).toBe('Cadence: 3 alerts');
  });

  it('leads to the run', () => {
    expect(renderMail(alertsOf('Enrollments'), APP).html).toContain(`href="${APP}/admin/chains/runs/7"`);
  });
});

it.each([
  [0, '0', '0'],
  [-0.04, '0', '0'],
  [12_345.67, '12,345.7', '+12,345.7'],
  [-1_000, '−1,000', '−1,000'],
  [999_999_999, '999,999,999', '+999,999,999'],
])('the number %d is %s, and as a difference %s', (value, number, difference) => {
  expect([numberText(value), differenceText(value)]).toEqual([number, difference]);
});
