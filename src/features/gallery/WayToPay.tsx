import { Button } from '@mantine/core';
import type { Joined } from '../../remote/gallery.ts';
import { priceText } from '../../ui/program-words.ts';
import styles from './Gallery.module.css';

/** The page to pay on; where there is none, the coach knows how. */
export const WayToPay = ({ payment }: Pick<Joined, 'payment'>) =>
  payment ? (
    <Button component="a" href={payment.url} size="lg" fullWidth>
      Pay {priceText({ price: payment.amount, currency: payment.currency })}
    </Button>
  ) : (
    <p className={styles.quiet}>Ask your coach how to pay.</p>
  );
