import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // Never evicted, so that after going offline the last response is shown with its age.
      gcTime: Infinity,
      retry: 1,
      networkMode: 'offlineFirst',
    },
  },
});

/** One query cache for the whole app, for components that read from the server. */
export const QueryProvider = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
);

/** The layout route of screens that read from the server. */
export const QueryLayout = () => (
  <QueryProvider>
    <Outlet />
  </QueryProvider>
);
