import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { MailsScreen } from '../../../src/features/admin/chains/mails/MailsScreen.tsx';
import { edge, rpc, server, table } from '../../fixtures/cloud.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const RECIPIENTS = {
  executives: { emails: ['admin@example.com'], are_admins: true },
  managers: [{ email: 'pat@example.com', name: 'Pat', partners: 3 }],
  invalid_managers: [{ email: 'pat(at)example.com', partners: 1 }],
  alerts: ['admin@example.com'],
};
const aMail = (change: object = {}) => ({
  id: '00000000-0000-7000-8000-000000000001',
  kind: 'alert',
  recipient: 'admin@example.com',
  subject: 'Users failed',
  state: 'sent',
  attempts: 0,
  next_attempt_at: null,
  created_at: '2026-11-30T08:00:00Z',
  sent_at: '2026-11-30T08:00:01Z',
  error_code: null,
  ...change,
});
const respond = (mails: object[] = []) => {
  server.use(rpc('mail_recipients', RECIPIENTS), table('mail_outbox', mails));
};
const open = () => openScreen(MailsScreen, { role: 'admin' });

describe('the screen of mails', () => {
  test('says who gets which report, and whose address nobody can write to', async () => {
    respond();
    open();
    const [pat, invalid] = within(await screen.findByRole('list', { name: 'Partner managers' })).getAllByRole(
      'listitem',
    );
    expect(pat?.textContent).toContain('pat@example.com, 3 partners');
    expect(invalid?.textContent).toContain('Nobody gets a report about 1 partner');
    expect(screen.getByText('No mail of the last 30 days.')).toBeDefined();
  });

  test('saves the recipients of the report for executives, however they are separated', async () => {
    const requests: unknown[] = [];
    respond();
    server.use(rpc('set_report_recipients', [], requests));
    open();
    await userEvent.type(await screen.findByRole('textbox', { name: 'Recipients' }), 'a@example.com, b@example.com');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(requests).toEqual([{ kind: 'executive_weekly_report', emails: ['a@example.com', 'b@example.com'] }]),
    );
  });

  test('shows a report without letting it run anything, and sends it to who looks at it', async () => {
    const requests: unknown[] = [];
    respond();
    server.use(
      edge('preview-report', (body) => {
        requests.push(body);
        return {
          subject: 'Your partners',
          html: '<p>Three</p>',
          text: 'Three',
          sentTo: 'me@example.com',
          isMailSetUp: true,
        };
      }),
    );
    open();
    await userEvent.click(await screen.findByRole('button', { name: 'Preview for Pat' }));
    const frame = await screen.findByTitle('Report for Pat');
    expect(frame.getAttribute('sandbox')).toBe('');
    expect(frame.getAttribute('srcdoc')).toBe('<p>Three</p>');
    await userEvent.click(screen.getByRole('button', { name: 'Send to me' }));
    expect(await screen.findByText('On its way to me@example.com.')).toBeDefined();
    expect(requests).toEqual([
      { kind: 'pam_weekly_report', manager: 'pat@example.com', send: false },
      { kind: 'pam_weekly_report', manager: 'pat@example.com', send: true },
    ]);
  });

  test('says why a mail failed, and sends it again', async () => {
    const requests: unknown[] = [];
    respond([aMail({ state: 'failed', sent_at: null, error_code: 'outcome_unknown' })]);
    server.use(rpc('retry_mail', null, requests));
    open();
    const [mail] = within(await screen.findByRole('list', { name: 'Mails' })).getAllByRole('listitem');
    expect(mail?.textContent).toContain('It may have been sent');
    await userEvent.click(screen.getByRole('button', { name: 'Send again to admin@example.com' }));
    await waitFor(() => expect(requests).toEqual([{ mail: aMail().id }]));
  });
});
