import { v3 } from 'uuid';

const NAMESPACE = 'c9ade9ce-0b5b-4a6e-8f0e-3d2f6a1b7c54';

/**
 * A row's id derived from its natural key (UUID version 3), so that two devices that create the same row offline
 * create one row. The database's `private.derived_id` computes the same value.
 */
export const derivedId = (...parts: [kind: string, ...key: string[]]): string => v3(parts.join(':'), NAMESPACE);
