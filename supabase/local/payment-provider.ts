import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

export const PAYMENT_PATH = '/payments/v1/checkout';

interface PaymentOptions {
  /** Shared with the functions: what each side signs, the other checks. */
  secret: string;
  /** Where the person goes afterwards. */
  home: string;
  /** Sends the webhook. */
  notify: (request: Request) => Promise<Response>;
}

/**
 * A simulated payment provider: a page that takes no money and notifies the backend as a real one would, by a webhook
 * signed with a secret that no browser ever sees.
 */
export const checkoutPage =
  ({ secret, home, notify }: PaymentOptions) =>
  async (request: Request): Promise<Response> => {
    const due = dueOf(new URL(request.url), secret);
    if (!due) return page(400, 'This payment link is incomplete', '<p>Go back and open it again.</p>');
    if (request.method !== 'POST') return page(200, `Pay ${due.sum}`, payForm(due.sum));
    const response = await notify(webhook(due, secret));
    if (!response.ok) return page(502, 'The payment failed', `<p>You were not charged.</p>${payForm(due.sum)}`);
    return new Response(null, { status: 303, headers: { location: home } });
  };

interface Due {
  enrollmentId: string;
  amount: number;
  currency: string;
  sum: string;
}

/** The payment that a link signed by the functions requests; `null` where the signature is not theirs. */
const dueOf = ({ searchParams }: URL, secret: string): Due | null => {
  const value = (name: string) => searchParams.get(name) ?? '';
  const [enrollmentId, amount, currency] = [value('enrollment'), value('amount'), value('currency')];
  const signed = Buffer.from(hmac(secret, `checkout.${enrollmentId}.${amount}.${currency}`));
  const given = Buffer.from(value('signature'));
  if (given.length !== signed.length || !timingSafeEqual(given, signed)) return null;
  const money = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  return { enrollmentId, amount: Number(amount), currency, sum: money.format(Number(amount) / 10 ** digits) };
};

const webhook = ({ enrollmentId, amount, currency }: Due, secret: string): Request => {
  const body = JSON.stringify({ reference: randomUUID(), enrollmentId, amount, currency });
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

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

const payForm = (sum: string): string =>
  `<p>This is a test payment page. No money is taken.</p><form method="post"><button>Pay ${sum}</button></form>`;

const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{display:grid;place-content:center;min-height:100vh;margin:0;padding:1rem;box-sizing:border-box}
main{max-width:24rem}h1{font-size:1.5rem;margin:0 0 .5rem}
button{font:inherit;font-weight:600;width:100%;min-height:3rem;margin-top:.5rem;border:0;border-radius:.5rem;background:#0f6074;color:#fff}`;

const page = (status: number, title: string, text: string): Response =>
  new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
      `<style>${STYLE}</style><main><h1>${title}</h1>${text}</main></html>`,
    {
      status,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
      },
    },
  );
