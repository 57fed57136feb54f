import type { PaymentFault } from './payment-ledger.ts';

/* The pages of the simulated payment provider. */

const FAULTS: Record<PaymentFault, string> = {
  none: 'Nothing',
  too_little: 'Half of it is paid',
  too_much: 'Twice the amount is paid',
  twice: 'It is paid twice',
  late_webhook: 'The webhook comes a second later',
  refund_refused: 'A later refund is refused',
  refund_response_lost: 'The response of a later refund is lost',
};

export const isFault = (value: unknown): value is PaymentFault => typeof value === 'string' && value in FAULTS;

/** The form that pays `sum`. */
export const payPage = (sum: string): Response =>
  page(
    200,
    `Pay ${sum}`,
    `<p>This is a test payment page. No money is taken.</p><form method="post"><button>Pay ${sum}</button>` +
      `<label>What goes wrong<select name="fault">${Object.entries(FAULTS)
        .map(([value, label]) => `<option value="${value}">${label}</option>`)
        .join('')}</select></label></form>`,
  );

export const brokenLinkPage = (): Response =>
  page(400, 'This payment link is incomplete', '<p>Go back and open it again.</p>');

/** The money was taken, and Cadence does not know yet. */
export const paidPage = (home: string): Response =>
  page(
    200,
    'Payment received',
    `<p>Cadence couldn’t be told about it yet. We keep trying; you don’t have to pay again.</p><p><a href="${home}">Go to Cadence</a></p>`,
  );

const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{display:grid;place-content:center;min-height:100vh;margin:0;padding:1rem;box-sizing:border-box}
main{max-width:24rem}h1{font-size:1.5rem;margin:0 0 .5rem}
button{font:inherit;font-weight:600;width:100%;min-height:3rem;margin-top:.5rem;border:0;border-radius:.5rem;background:#0f6074;color:#fff}
label{display:block;margin-top:1.5rem}select{font:inherit;display:block;width:100%;min-height:2.75rem}`;

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
