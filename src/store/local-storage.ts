import { createStore } from 'zustand/vanilla';

/** `blocked`: the browser gives this page no localStorage; `full`: it stores nothing more. */
export type LocalStorageFault = 'blocked' | 'full';

/** The fault that this page has met, so that the app can say what it means. */
export const localStorageFault = createStore<LocalStorageFault | null>()(() => null);

/**
 * A localStorage that never throws. What the browser does not store is kept until the page closes, so that signing in,
 * preferences and drafts work all the same.
 *
 * @param real the browser's; `null` where it gives none.
 */
export const createReliableStorage = (real: Storage | null, onFault: (fault: LocalStorageFault) => void): Storage => {
  /** What could not be stored; it hides what the browser has under the same key. */
  const unstored = new Map<string, string>();
  const attempt = <Result>(work: (storage: Storage) => Result, otherwise: Result, fault: LocalStorageFault): Result => {
    if (!real) return otherwise;
    try {
      return work(real);
    } catch {
      onFault(fault);
      return otherwise;
    }
  };
  const keys = (): string[] => {
    const stored = attempt((storage) => Object.keys(storage), [] as string[], 'blocked');
    return [...new Set([...stored, ...unstored.keys()])];
  };
  const getItem = (key: string): string | null =>
    unstored.get(key) ?? attempt((storage) => storage.getItem(key), null, 'blocked');
  const methods: Omit<Storage, number> = {
    get length() {
      return keys().length;
    },
    key: (index: number) => keys()[index] ?? null,
    getItem,
    setItem: (key: string, value: string) => {
      const isStored = attempt((storage) => (storage.setItem(key, value), true), false, 'full');
      if (isStored) unstored.delete(key);
      else unstored.set(key, value);
    },
    removeItem: (key: string) => {
      unstored.delete(key);
      attempt((storage) => storage.removeItem(key), undefined, 'blocked');
    },
    clear: () => {
      unstored.clear();
      attempt((storage) => storage.clear(), undefined, 'blocked');
    },
  };
  if (!real) onFault('blocked');
  // `Object.keys(localStorage)` has the stored keys, and no methods.
  return new Proxy(methods as Storage, {
    ownKeys: () => keys(),
    getOwnPropertyDescriptor: (_target, key) =>
      typeof key === 'string' && keys().includes(key)
        ? { value: getItem(key), enumerable: true, configurable: true }
        : undefined,
  });
};

/** Puts it in the place of the browser's. Call it before anything uses localStorage. */
export const installReliableStorage = (target: Window): void => {
  let real: Storage | null = null;
  try {
    real = target.localStorage;
    real.getItem('');
  } catch {
    real = null;
  }
  const value = createReliableStorage(real, (fault) => {
    localStorageFault.setState(fault, true);
  });
  Object.defineProperty(target, 'localStorage', { value, configurable: true });
};
