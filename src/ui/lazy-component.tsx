import { type ComponentType, lazy, useEffect, useState, useSyncExternalStore } from 'react';
import { isMissingCode, loadCode, watchConnection } from './load-code.ts';
import { MissingPart } from './MissingCode.tsx';

export interface LazyComponent<Props> {
  (props: Props): React.ReactNode;
  /** Fetches its code. Never rejects: where it fails, the component shows a notice. */
  preload: () => Promise<void>;
  isLoaded: () => boolean;
}

/** What stands in for a component whose code is not on this device: it has the component's own properties, too. */
export type Missing<Props> = ComponentType<Props & { onRetry: () => Promise<void> }>;

/**
 * A component whose code is fetched when it is first needed; suspends until then. Where it cannot be fetched, `Missing`
 * is shown, and the rest of the screen is left alone. It is fetched anew when it is shown once more and when the
 * connection returns, and takes its place by itself.
 */
export const lazyComponent = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Missing: Missing<Props> = MissingPart,
): LazyComponent<Props> => {
  let Loaded: ComponentType<Props> | null = null;
  let failure: unknown;
  let request: Promise<void> | null = null;
  // However often it fails, it waits for the connection once.
  let connection: ReturnType<typeof watchConnection> | undefined;
  const listeners = new Set<() => void>();

  const fetchCode = async (): Promise<void> => {
    connection?.stop();
    connection = watchConnection();
    try {
      Loaded = await loadCode(load);
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    request = null;
    if (isMissingCode(failure)) connection.whenBack(retry);
    else connection.stop();
    for (const listener of listeners) listener();
  };
  const preload = (): Promise<void> => (Loaded ? Promise.resolve() : (request ??= fetchCode()));

  const retry = () => void preload();

  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };

  const Settled = (props: Props) => {
    useSyncExternalStore(subscribe, () => Loaded);
    // Where it is shown once more, it is requested once more.
    useEffect(() => void preload(), []);
    if (Loaded) return <Loaded {...props} />;
    if (isMissingCode(failure)) return <Missing {...props} onRetry={preload} />;
    throw failure;
  };
  const Suspended = lazy(async () => {
    await preload();
    return { default: Settled as ComponentType<object> };
  });
  const Lazy = (props: Props) => {
    // Chosen once: to exchange them would lose what is typed in the component.
    const [Shown] = useState(() => (Loaded || failure !== undefined ? Settled : (Suspended as ComponentType<Props>)));
    return <Shown {...props} />;
  };
  return Object.assign(Lazy, { preload, isLoaded: () => Loaded !== null });
};
