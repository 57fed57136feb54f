import { useCurrentUserId } from '../../api/session.ts';
import { usePersistedQuery } from '../../api/use-persisted-query.ts';
import { getPayments, type PaymentScope } from './payments.ts';

/** The payments that the person makes or gets. */
export const usePayments = (scope: PaymentScope) => {
  const person = useCurrentUserId();
  return usePersistedQuery({ key: ['payments', scope], read: () => getPayments(scope, person) });
};
