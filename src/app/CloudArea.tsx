import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // Kept for the session, so that an admin who goes offline sees the last answer and its age.
      gcTime: Infinity,
      retry: 1,
      networkMode: 'offlineFirst',
    },
  },
});

/** Screens that ask the server; only they need a cache for its answers. */
export const CloudArea = () => (
  <QueryClientProvider client={queryClient}>
    <Outlet />
  </QueryClientProvider>
);
