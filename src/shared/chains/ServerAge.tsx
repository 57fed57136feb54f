import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { useServerOffset } from './use-server-now.ts';

/** "2 min ago", by the server's clock and kept up to date. `at` is an ISO instant. */
export const ServerAge = ({ at }: { at: string }) => (
  <RelativeTime instant={Date.parse(at)} offsetMs={useServerOffset()} />
);
