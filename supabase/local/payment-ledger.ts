import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What a charge makes go wrong, chosen on the payment page. */
export type PaymentFault =
  'none' | 'too_little' | 'too_much' | 'twice' | 'late_webhook' | 'refund_refused' | 'refund_response_lost';

interface Charge {
  reference: string;
  amount: number;
  currency: string;
  fault: PaymentFault;
}

interface Refund {
  reference: string;
  /** The caller's id: a repeated one is the same refund. */
  refundId: string;
  payment: string;
  amount: number;
}

/** The charges and refunds of the simulated payment provider, kept in `file`, or in memory without one. */
export class PaymentLedger {
  readonly #file: string | null;
  #charges: Charge[] = [];
  #refunds: Refund[] = [];

  constructor(file: string | null) {
    this.#file = file;
    if (file === null) return;
    try {
      const kept = JSON.parse(readFileSync(file, 'utf8')) as { charges: Charge[]; refunds: Refund[] };
      this.#charges = kept.charges;
      this.#refunds = kept.refunds;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  charge(amount: number, currency: string, fault: PaymentFault): Charge {
    const charge = { reference: randomUUID(), amount, currency, fault };
    this.#charges.push(charge);
    this.#save();
    return charge;
  }

  /** The refund of that id, made now unless it was before. A text: why it is refused. */
  refund({ refundId, payment, amount, currency }: Omit<Refund, 'reference'> & { currency: string }): Refund | string {
    const known = this.#refunds.find((refund) => refund.refundId === refundId);
    if (known) return known.payment === payment && known.amount === amount ? known : 'This id was used before.';
    const charge = this.charged(payment);
    if (!charge) return 'There is no such payment.';
    if (charge.fault === 'refund_refused') return 'The card’s bank refused the refund.';
    const left = this.#refunds
      .filter((refund) => refund.payment === payment)
      .reduce((rest, refund) => rest - refund.amount, charge.amount);
    if (currency !== charge.currency || amount > left) return 'This is more than what is left of the payment.';
    const refund = { reference: randomUUID(), refundId, payment, amount };
    this.#refunds.push(refund);
    this.#save();
    return refund;
  }

  charged(reference: string): Charge | undefined {
    return this.#charges.find((charge) => charge.reference === reference);
  }

  #save(): void {
    if (this.#file === null) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify({ charges: this.#charges, refunds: this.#refunds }), {
      mode: 0o600,
    });
    renameSync(`${this.#file}.new`, this.#file);
  }
}
