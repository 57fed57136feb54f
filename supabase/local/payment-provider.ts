import { createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PaymentFault, PaymentLedger } from './payment-ledger.ts';
import { brokenLinkPage, isFault, paidPage, payPage } from './payment-pages.ts';

export const PAYMENT_PATH = '/payments/v1/checkout';
export const REFUND_PATH = '/payments/v1/refunds';

interface PaymentOptions {
  /** Shared with the functions: what each side signs, the other checks. */
  secret: string;
  /** Where the person goes afterwards. */
  home: string;
  /** Where charges and refunds are kept; `null`: in memory. */
  ledgerFile: string | null;
  /** Sends the webhook. */
  notify: (request: Request) => Promise<Response>;
}

export interface LocalPaymentProvider {
  checkout: (request: Request) => Promise<Response>;
  refund: (request: Request) => Promise<Response>;
  close: () => void;
}

/** Milliseconds before a webhook that was not accepted is sent again. */
const WEBHOOK_RETRY_DELAYS_MS = [1_000, 5_000, 30_000, 120_000, 600_000];

/**
 * A simulated payment provider that takes no money and speaks as a real one would: a page to pay, webhooks signed with a
 * secret that no browser ever sees and repeated until they are accepted, and signed requests for refunds.
 */
export const localPaymentProvider = ({ secret, home, ledgerFile, notify }: PaymentOptions): LocalPaymentProvider => {
  const ledger = new PaymentLedger(ledgerFile);
  const closing = new AbortController();

  const send = async (event: object): Promise<boolean> => {
    const response = await notify(signedRequest(JSON.stringify(event), secret)).catch(() => null);
    return response?.ok === true;
  };
  const keepSending = async (event: object, delays: readonly number[]): Promise<void> => {
    for (const delay of delays) {
      const stopped = await sleep(delay, false, { signal: closing.signal, ref: false }).catch(() => true);
      if (stopped || (await send(event))) return;
    }
  };

  /** Whether the webhook was accepted at once. */
  const charge = async ({ intentId, amount, currency }: Due, fault: PaymentFault): Promise<boolean> => {
    const { reference } = ledger.charge(amount, currency, fault);
    const event = { type: 'payment', reference, intentId, amount, currency };
    if (fault !== 'late_webhook' && (await send(event))) return true;
    void keepSending(event, WEBHOOK_RETRY_DELAYS_MS);
    return false;
  };

  return {
    checkout: async (request) => {
      const due = dueOf(new URL(request.url), secret);
      if (!due) return brokenLinkPage();
      if (request.method !== 'POST') return payPage(due.sum);
      const chosen = new URLSearchParams(await request.text()).get('fault');
      const fault = isFault(chosen) ? chosen : 'none';
      const paid = { ...due, amount: Math.max(1, Math.floor(due.amount * AMOUNT_FACTORS[fault])) };
      const accepted = await charge(paid, fault);
      const all = fault === 'twice' ? (await charge(paid, fault)) && accepted : accepted;
      return all ? new Response(null, { status: 303, headers: { location: home } }) : paidPage(home);
    },
    refund: async (request) => {
      const body = await request.text();
      if (!isSignedBy(secret, body, request.headers.get('cadence-signature') ?? '')) {
        return Response.json({ message: 'The signature is not right.' }, { status: 401 });
      }
      const refund = ledger.refund(JSON.parse(body) as Parameters<PaymentLedger['refund']>[0]);
      if (typeof refund === 'string') return Response.json({ message: refund }, { status: 422 });
      if (ledger.charged(refund.payment)?.fault === 'refund_response_lost') {
        void keepSending({ type: 'refund', ...refund }, [2_000, ...WEBHOOK_RETRY_DELAYS_MS]);
        return Response.json({ message: 'The gateway timed out.' }, { status: 504 });
      }
      return Response.json({ reference: refund.reference });
    },
    close: () => {
      closing.abort();
    },
  };
};

/** By which a signature's time may differ from ours. */
const SIGNATURE_SECONDS = 300;

const AMOUNT_FACTORS: Record<PaymentFault, number> = {
  none: 1,
  too_little: 0.5,
  too_much: 2,
  twice: 1,
  late_webhook: 1,
  refund_refused: 1,
  refund_response_lost: 1,
};

interface Due {
  intentId: string;
  amount: number;
  currency: string;
  sum: string;
}

/** The payment that a link signed by the functions requests; `null` where the signature is not theirs. */
const dueOf = ({ searchParams }: URL, secret: string): Due | null => {
  const value = (name: string) => searchParams.get(name) ?? '';
  const [intentId, amount, currency] = [value('intent'), value('amount'), value('currency')];
  if (!isEqual(value('signature'), hmac(secret, `checkout.${intentId}.${amount}.${currency}`))) return null;
  const money = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  return { intentId, amount: Number(amount), currency, sum: money.format(Number(amount) / 10 ** digits) };
};

const signedRequest = (body: string, secret: string): Request => {
  const time = String(Math.floor(Date.now() / 1_000));
  return new Request('http://localhost', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'cadence-signature': `t=${time},v1=${hmac(secret, `${time}.${body}`)}`,
    },
    body,
  });
};

const isSignedBy = (secret: string, body: string, header: string): boolean => {
  const [, time, mac] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (Math.abs(Date.now() / 1_000 - Number(time)) > SIGNATURE_SECONDS) return false;
  return time !== undefined && mac !== undefined && isEqual(mac, hmac(secret, `${time}.${body}`));
};

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

const isEqual = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
