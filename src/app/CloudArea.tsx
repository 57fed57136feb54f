import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';

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

/** The one cache of the server's answers, for what asks the server. */
export const Cloud = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
);

/** Screens that ask the server. */
export const CloudArea = () => (
  <Cloud>
    <Outlet />
  </Cloud>
);
