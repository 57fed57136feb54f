import { supabase } from './client.ts';

/**
 * Law 10: Supabase Realtime as a doorbell for the feed of `userId`. It rings on every news and once when
 * the connection stands, since news may have passed before that. Nothing depends on it.
 *
 * @returns how to stop listening.
 */
export const listenAtDoor = (userId: string, ring: () => void): (() => void) => {
  let stopped = false;
  let stop = (): void => {
    stopped = true;
  };
  void supabase().then(
    (client) => {
      if (stopped) return;
      const channel = client
        .channel(`feed:${userId}`, { config: { private: true } })
        .on('broadcast', { event: 'news' }, ring)
        .subscribe((state: string) => {
          if (state === 'SUBSCRIBED') ring();
        });
      stop = () => {
        void client.removeChannel(channel);
      };
    },
    // It is only a bell: where its code cannot be fetched, the other triggers do.
    () => undefined,
  );
  return () => {
    stop();
  };
};
