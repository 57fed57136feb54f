import { supabase } from './client.ts';

/**
 * Subscribes to the realtime notifications of `userId`'s feed (INV-10). Calls back on every notification, and once when
 * subscribed, since changes may have come before. Nothing depends on it.
 *
 * @returns a function that unsubscribes.
 */
export const subscribeToFeed = (userId: string, onNotification: () => void): (() => void) => {
  let stopped = false;
  let stop = (): void => {
    stopped = true;
  };
  void supabase().then(
    (client) => {
      if (stopped) return;
      const channel = client
        .channel(`feed:${userId}`, { config: { private: true } })
        .on('broadcast', { event: 'feed_changed' }, onNotification)
        .subscribe((state: string) => {
          if (state === 'SUBSCRIBED') onNotification();
        });
      stop = () => {
        void client.removeChannel(channel);
      };
    },
    // Where its code cannot be loaded, the other triggers suffice.
    () => undefined,
  );
  return () => {
    stop();
  };
};
