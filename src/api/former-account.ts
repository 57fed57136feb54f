/*
 * An account that was removed and created again with the same address is another one, with a database of its own on this
 * device. What the former one has not sent is remembered here, so that the person can get at it.
 */

/** Has the id of the account that is used now, so that removing its data removes this too. */
const storageKey = (userId: string): string => `cadence.former-account.${userId}`;

interface Account {
  id: string;
  email: string;
}

/** Call it before `account` takes the place of `previous`. */
export const rememberFormerAccount = (previous: Account | null, account: Account): void => {
  if (previous && previous.id !== account.id && previous.email === account.email)
    localStorage.setItem(storageKey(account.id), previous.id);
};

/** The id of the account that had the person's address on this device before; `null` where there was none. */
export const formerAccountOf = (userId: string): string | null => localStorage.getItem(storageKey(userId));

export const forgetFormerAccount = (userId: string): void => {
  localStorage.removeItem(storageKey(userId));
};
