import type { Row } from './change.ts';

/**
 * What a device held that a restored database lacks and that no device can send back, because only the server writes it;
 * and deletes that the restore has undone. Each counts rows.
 */
export interface RecoveryLosses {
  enrollments: number;
  payments: number;
  versions: number;
  undeleted: number;
}

export const NO_LOSSES: RecoveryLosses = { enrollments: 0, payments: 0, versions: 0, undeleted: 0 };

const LOSS_KINDS = Object.keys(NO_LOSSES) as (keyof RecoveryLosses)[];

/**
 * What is lost of one row.
 *
 * @param here as the device has it.
 * @param stored as the restored database has it; `null` where it has none.
 */
export const lossOf = (table: string, here: Row, stored: Row | null): keyof RecoveryLosses | null => {
  if (table === 'enrollments') {
    if (here['status'] === 'ended') return null;
    if (stored === null) return 'enrollments';
    return here['status'] === 'active' && stored['status'] === 'pending' ? 'payments' : null;
  }
  if (table === 'programs') {
    const [known, published] = [here['published_version'], stored?.['published_version'] ?? 0];
    return typeof known === 'number' && known > Number(published) ? 'versions' : null;
  }
  return null;
};

export const hasLosses = (losses: RecoveryLosses): boolean => LOSS_KINDS.some((kind) => losses[kind] > 0);
