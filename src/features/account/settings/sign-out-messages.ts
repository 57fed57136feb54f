export interface UnsyncedCounts {
  /** Changes that are on this device only. */
  unsynced: number;
  /** Those of them that the server has rejected. */
  rejected: number;
}

/** Why changes are on this device only, and what becomes of them where the person signs out nevertheless. */
export const unsyncedMessage = ({ unsynced, rejected }: UnsyncedCounts, isAccountRemoved: boolean): string => {
  const [it, stays, syncs] = unsynced === 1 ? ['it', 'stays', 'syncs'] : ['they', 'stay', 'sync'];
  const them = unsynced === 1 ? 'it' : 'them';
  const They = unsynced === 1 ? 'It' : 'They';
  if (isAccountRemoved) {
    return `${They} can’t be sent, because your account has been removed. After signing out you can’t open ${them} here again: export your data first.`;
  }
  if (rejected >= unsynced) {
    return `The cloud did not accept ${them}. If you sign out anyway, ${it} ${stays} on this device, and you decide when you sign in again here.`;
  }
  if (rejected === 0) {
    return `${They} could not be sent to the cloud just now. If you sign out anyway, ${it} ${stays} on this device and ${syncs} when you sign in again here.`;
  }
  return `The cloud did not accept ${String(rejected)} of them, and the others could not be sent just now. If you sign out anyway, all stay on this device: when you sign in again here, you decide about the first, and the others sync.`;
};
