import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Payment } from '../../../src/domain/money/payment.ts';
import {
  CoachPaymentsScreen,
  MyPaymentsScreen,
  PaymentsWithoutCoachScreen,
} from '../../../src/features/programs/payments/PaymentsScreen.tsx';
import { edge, rest, rpc, server, table, withCount } from '../../fixtures/cloud.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const aPayment = (change: Partial<Payment> = {}): Payment => ({
  id: '00000000-0000-7000-8000-000000000001',
  provider: 'pay.example.com',
  reference: 'r-1',
  enrollment_id: '00000000-0000-7000-8000-0000000000e1',
  coach_id: '00000000-0000-7000-8000-0000000000c1',
  payer_name: 'Ada',
  program_title: 'First steps',
  amount: 4_900,
  currency: 'EUR',
  method: null,
  note: '',
  state: 'applied',
  issue: null,
  received_at: '2026-11-20T09:00:00Z',
  decided_at: null,
  refunds: [],
  ...change,
});

/** A quote that nobody has paid. */
const aQuote = {
  id: 'q',
  payer_name: 'Eve',
  program_title: 'First steps',
  amount: 4_900,
  currency: 'EUR',
  created_at: '2026-11-22T09:00:00Z',
};

const aRefund = (state: 'pending' | 'done' | 'failed', amount: number) => ({
  id: '00000000-0000-7000-8000-0000000000f1',
  payment_id: aPayment().id,
  amount,
  state,
  failure: state === 'failed' ? 'The bank refused it.' : null,
  requested_at: '2026-11-21T09:00:00Z',
});

const respond = (payments: Payment[], quotes: object[] = [], addresses: object[] = []) => {
  server.use(table('payments', payments), table('payment_intents', quotes), rpc('payer_addresses', addresses));
};
const respondToAdmin = (unassigned: Payment[], ofFormerCoaches: (Payment & { coach: object })[] = []) => {
  server.use(
    rpc('payer_addresses', []),
    rest('payments', ({ request }) =>
      withCount(new URL(request.url).searchParams.get('coach.role') === 'eq.rep' ? ofFormerCoaches : unassigned),
    ),
  );
};
const plain = (text: string | null): string => (text ?? '').replaceAll('\u00A0', ' ');
const rowsOf = async (label: string) =>
  within(await screen.findByRole('list', { name: label }))
    .getAllByRole('listitem')
    .map(({ textContent }) => plain(textContent));

describe('a coach’s payments', () => {
  it('are listed with what waits for a decision first, what was quoted, and totals of each currency', async () => {
    respond(
      [
        aPayment(),
        aPayment({ id: 'b', payer_name: 'Ben', amount: 2_000, state: 'held', issue: 'too_little' }),
        aPayment({ id: 'c', payer_name: 'Cleo', amount: 500, currency: 'JPY', refunds: [aRefund('done', 200)] }),
        aPayment({ id: 'd', payer_name: 'Dan', provider: 'coach', method: 'cash', state: 'undone' }),
      ],
      [aQuote],
    );
    openScreen(CoachPaymentsScreen, { role: 'coach' });
    const [ben] = await rowsOf('Payments that need a decision');
    expect(ben).toContain('BenEUR 20.00Needs a decision');
    expect(ben).toContain('It’s less than quoted.');
    expect(await rowsOf('Quoted, not paid yet')).toEqual([expect.stringContaining('EveEUR 49.00')]);
    const others = await rowsOf('Payments');
    expect(others).toEqual([
      expect.stringContaining('AdaEUR 49.00Paid'),
      expect.stringContaining('CleoJPY 500Paid; JPY 200 refunded'),
      expect.stringContaining('DanEUR 49.00Confirmation undone'),
    ]);
    const totalOf = (label: string) => plain(screen.getByText(label).parentElement?.textContent ?? null);
    expect(totalOf('Received, EUR')).toBe('Received, EUR69.00');
    expect(totalOf('Received, JPY')).toBe('Received, JPY300JPY 200 refunded');
  });

  it('that do not fit are accepted with one press', async () => {
    const requests: unknown[] = [];
    respond([aPayment({ state: 'held', issue: 'too_little' })]);
    server.use(rpc('accept_payment', {}, requests));
    openScreen(CoachPaymentsScreen, { role: 'coach' });
    await userEvent.click(await screen.findByRole('button', { name: 'Accept as full payment: Ada' }));
    expect(await screen.findByText('Decided the payment of Ada.')).toBeTruthy();
    expect(requests).toEqual([{ payment: aPayment().id }]);
  });

  const openRefund = async () => {
    await userEvent.click(await screen.findByRole('button', { name: 'More actions for Ada' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Refund', hidden: true }));
    return screen.findByRole('dialog', { name: 'Refund Ada' });
  };

  it('can be asked about by email while they need a decision', async () => {
    const held = aPayment({ state: 'held', issue: 'too_little' });
    respond([held, aPayment({ id: 'b', payer_name: 'Ben' })], [], [{ payment_id: held.id, email: 'ada@example.com' }]);
    const opened = vi.spyOn(location, 'assign').mockReturnValue(undefined);
    openScreen(CoachPaymentsScreen, { role: 'coach' });
    await userEvent.click(await screen.findByRole('button', { name: 'More actions for Ben' }));
    expect(await screen.findAllByRole('menuitem')).toHaveLength(1);
    await userEvent.keyboard('{Escape}');
    await userEvent.click(screen.getByRole('button', { name: 'More actions for Ada' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Ask by email' }));
    const [address] = opened.mock.calls[0] ?? [];
    expect(plain(decodeURIComponent(String(address)))).toMatch(
      /^mailto:ada@example\.com\?subject=Your payment of EUR 49\.00 for First steps&body=Hello Ada,/,
    );
  });

  it('are refunded by any amount up to what is left, with the enrollment’s end where that is chosen', async () => {
    const requests: { requestId: string }[] = [];
    respond([aPayment({ refunds: [aRefund('done', 900)] })]);
    server.use(
      edge('refund-payment', (body) => {
        requests.push(body);
        return { state: 'done' };
      }),
    );
    openScreen(CoachPaymentsScreen, { role: 'coach' });
    const dialog = await openRefund();
    const amount = within(dialog).getByRole<HTMLInputElement>('textbox', { name: 'Amount' });
    expect(amount.value).toBe('40.00');
    await userEvent.clear(amount);
    await userEvent.type(amount, '40.01');
    expect(plain(dialog.textContent)).toContain('Enter at most EUR 40.00.');
    await userEvent.clear(amount);
    await userEvent.type(amount, '10');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Refund' }));
    expect(await screen.findByText('Refunded Ada.')).toBeTruthy();
    expect(requests).toEqual([
      { paymentId: aPayment().id, requestId: requests[0]?.requestId, amount: 1_000, endsEnrollment: true },
    ]);
  });

  it.each([
    [{ state: 'failed', failure: 'The bank refused it.' }, /The refund was refused\. The bank refused it\./],
    [{ state: 'pending' }, /hasn’t confirmed the refund yet/],
  ])('tell the truth about a refund that is %j', async (response, message) => {
    respond([aPayment()]);
    server.use(edge('refund-payment', () => response));
    openScreen(CoachPaymentsScreen, { role: 'coach' });
    const dialog = await openRefund();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Refund all' }));
    expect(await screen.findByText(message)).toBeTruthy();
  });

  describe('whose refund got no response', () => {
    const lost = (): object[] => {
      const requests: { amount: number; requestId: string }[] = [];
      respond([aPayment()]);
      server.use(
        edge('refund-payment', (body) => {
          requests.push(body);
          return requests.length === 1 ? new Response('', { status: 504 }) : { state: 'done' };
        }),
      );
      return requests;
    };
    const press = async () => {
      await userEvent.click(
        within(await screen.findByRole('dialog', { name: 'Refund Ada' })).getByRole('button', { name: 'Refund all' }),
      );
    };

    it('show what became of it, as the server says', async () => {
      lost();
      server.use(table('payment_refunds', [{ state: 'done', failure: null }]));
      openScreen(CoachPaymentsScreen, { role: 'coach' });
      await openRefund();
      await press();
      expect(await screen.findByText('Refunded Ada.')).toBeTruthy();
    });

    it('say that nothing is refunded where the server knows of none', async () => {
      lost();
      server.use(table('payment_refunds', []));
      openScreen(CoachPaymentsScreen, { role: 'coach' });
      await openRefund();
      await press();
      expect(await screen.findByText(/The payment is unchanged\./)).toBeTruthy();
    });

    it('refund it once, also where the dialog is opened anew before the server can be asked', async () => {
      const requests = lost();
      server.use(rest('payment_refunds', () => new Response('', { status: 503 })));
      openScreen(CoachPaymentsScreen, { role: 'coach' });
      const dialog = await openRefund();
      await press();
      expect(await screen.findByText(/Try again: nothing is done twice\./)).toBeTruthy();
      await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
      await waitFor(() => {
        expect(screen.queryByRole('dialog')).toBeNull();
      });
      await openRefund();
      await press();
      expect(await screen.findByText('Refunded Ada.')).toBeTruthy();
      expect(requests[1]).toEqual(requests[0]);
      // What is settled is not sent again: the next one is another refund.
      await openRefund();
      await press();
      await waitFor(() => {
        expect(requests).toHaveLength(3);
      });
      expect(requests[2]).not.toEqual(requests[0]);
    });
  });

  it('with a refund on its way offer to ask for it again with the same id, and nothing else', async () => {
    const requests: unknown[] = [];
    respond([aPayment({ refunds: [aRefund('pending', 4_900)] })]);
    server.use(
      edge('refund-payment', (body) => {
        requests.push(body);
        return { state: 'done' };
      }),
    );
    openScreen(CoachPaymentsScreen, { role: 'coach' });
    await userEvent.click(await screen.findByRole('button', { name: 'Check refund: Ada' }));
    expect(await screen.findByText('Refunded Ada.')).toBeTruthy();
    expect(requests).toMatchObject([{ requestId: aRefund('pending', 0).id }]);
    expect(screen.queryByRole('button', { name: 'More actions for Ada' })).toBeNull();
  });

  it('that were confirmed by hand are undone after a question that says what becomes of the tasks', async () => {
    const requests: unknown[] = [];
    respond([aPayment({ provider: 'coach', method: 'cash' })]);
    server.use(rpc('undo_confirmation', { removed: 12 }, requests));
    openScreen(CoachPaymentsScreen, { role: 'coach' });
    await userEvent.click(await screen.findByRole('button', { name: 'More actions for Ada' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Undo confirmation', hidden: true }));
    const dialog = await screen.findByRole('dialog', { name: 'Undo this confirmation?' });
    expect(dialog.textContent).toContain('everything they did or changed stays');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Undo confirmation' }));
    expect(await screen.findByText('The confirmation is undone. 12 untouched tasks removed.')).toBeTruthy();
    expect(requests).toEqual([{ payment: aPayment().id }]);
  });
});

describe('a person’s own payments', () => {
  it('say what was paid for which program, and that the coach is asked about what does not fit', async () => {
    respond([aPayment(), aPayment({ id: 'b', state: 'held', issue: 'nothing_due', amount: 100 })]);
    openScreen(MyPaymentsScreen, { role: 'rep' });
    expect(await rowsOf('Payments')).toEqual([
      expect.stringContaining('First stepsEUR 49.00Paid'),
      expect.stringContaining('Received; waits for your coach'),
    ]);
    expect(screen.queryByRole('button', { name: /More actions/ })).toBeNull();
  });

  it('that are quoted lead to where they are paid', async () => {
    respond([], [aQuote]);
    openScreen(MyPaymentsScreen, { role: 'rep' });
    const quote = await screen.findByRole<HTMLAnchorElement>('link', { name: /First steps.*Pay in My programs/ });
    expect(quote.pathname).toBe('/my-programs');
  });

  it('without any say what would be here', async () => {
    respond([]);
    openScreen(MyPaymentsScreen, { role: 'rep' });
    expect(await screen.findByText('What you pay for programs is listed here.')).toBeTruthy();
  });
});

describe('payments that are nobody’s', () => {
  it('show an admin what could not be read, to be marked as handled', async () => {
    respondToAdmin([
      aPayment({
        payer_name: '',
        program_title: '',
        coach_id: null,
        enrollment_id: null,
        amount: null,
        currency: null,
        state: 'held',
        issue: 'unreadable',
      }),
    ]);
    openScreen(PaymentsWithoutCoachScreen, { role: 'admin' });
    expect(await screen.findByRole('button', { name: 'Mark as handled: Unknown person' })).toBeTruthy();
    expect(screen.getByText(/couldn’t be read/)).toBeTruthy();
  });

  it('include those of people who are no longer coaches, with whom they were for', async () => {
    respondToAdmin(
      [],
      [
        {
          ...aPayment({ state: 'held', issue: 'too_little' }),
          coach: { display_name: 'Carla', email: 'c@example.com' },
        },
        { ...aPayment({ id: 'd', payer_name: 'Dan' }), coach: { display_name: '', email: 'old@example.com' } },
      ],
    );
    openScreen(PaymentsWithoutCoachScreen, { role: 'admin' });
    expect(await rowsOf('Payments that need a decision')).toEqual([
      expect.stringContaining('To Carla, no longer a coach'),
    ]);
    expect(await rowsOf('Payments')).toEqual([expect.stringContaining('To old@example.com, no longer a coach')]);
  });
});
