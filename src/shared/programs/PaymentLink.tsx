import { Button } from '../../ui/Button.tsx';
import type { EnrollResult } from '../../data/programs/join-cohort.ts';
import { formatMoney } from '../../domain/money/money.ts';
import styles from '../../ui/Text.module.css';

/** Links to the payment page, where there is one. */
export const PaymentLink = ({ payment }: Pick<EnrollResult, 'payment'>) =>
  payment ? (
    <Button component="a" href={payment.url} size="lg" fullWidth>
      Pay {formatMoney(payment)}
    </Button>
  ) : (
    <p className={styles.quiet}>Ask your coach how to pay.</p>
  );
