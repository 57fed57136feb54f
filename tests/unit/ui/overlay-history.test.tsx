import { configure, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
  useNavigate,
} from '@tanstack/react-router';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { ConfirmDialog } from '../../../src/ui/ConfirmDialog.tsx';
import { manageOverlayEntries } from '../../../src/ui/overlay-history.ts';
import { Sheet } from '../../../src/ui/Sheet.tsx';
import { UiProvider } from '../../../src/ui/UiProvider.tsx';

// What a busy machine needs.
configure({ asyncUtilTimeout: 10_000 });

const Page = () => {
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [isConfirming, setConfirming] = useState(false);
  const close = () => {
    setOpened(false);
  };
  return (
    <>
      <button type="button" onClick={() => setOpened(true)}>
        Open
      </button>
      <Sheet opened={opened} onClose={close} title="A sheet">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          onClick={() => {
            close();
            void navigate({ to: '/today' });
          }}
        >
          Next page
        </button>
        <button type="button" onClick={() => setConfirming(true)}>
          Ask
        </button>
        <ConfirmDialog
          opened={isConfirming}
          title="Sure?"
          confirmLabel="Yes"
          onClose={() => setConfirming(false)}
          onConfirm={() => {
            setConfirming(false);
            close();
          }}
        >
          Sure?
        </ConfirmDialog>
      </Sheet>
    </>
  );
};

const open = async () => {
  const rootRoute = createRootRoute({ component: Outlet });
  const routes = [
    createRoute({ getParentRoute: () => rootRoute, path: '/before', component: () => <p>Before</p> }),
    createRoute({ getParentRoute: () => rootRoute, path: '/page', component: Page }),
    createRoute({ getParentRoute: () => rootRoute, path: '/today', component: () => <p>Next</p> }),
  ];
  const history = createMemoryHistory({ initialEntries: ['/before', '/page'] });
  manageOverlayEntries(history);
  const router = createRouter({ routeTree: rootRoute.addChildren(routes), history });
  render(
    <UiProvider>
      <RouterProvider router={router as never} />
    </UiProvider>,
  );
  const user = userEvent.setup();
  const press = async (name: string) => user.click(await screen.findByRole('button', { name }));
  await press('Open');
  await screen.findByRole('dialog');
  return { history, press };
};

const isClosed = () =>
  waitFor(() => {
    expect(screen.queryByRole('dialog')).toBeNull();
  });

describe('Back', () => {
  test('closes an open sheet and stays on the page; a second time it leaves the page', async () => {
    const { history } = await open();
    history.back();
    await isClosed();
    expect(history.location.pathname).toBe('/page');
    history.back();
    expect(await screen.findByText('Before')).toBeDefined();
  });

  test('closes the topmost of two', async () => {
    const { history, press } = await open();
    await press('Ask');
    await screen.findByRole('dialog', { name: 'Sure?' });
    history.back();
    await waitFor(() => {
      expect(screen.queryByRole('dialog', { name: 'Sure?' })).toBeNull();
    });
    expect(screen.getByRole('dialog', { name: 'A sheet' })).toBeDefined();
  });

  test('after a sheet was closed leaves the page at once', async () => {
    const { history, press } = await open();
    await press('Cancel');
    await isClosed();
    await waitFor(() => {
      expect(history.location.state.overlays).toBeUndefined();
    });
    history.back();
    expect(await screen.findByText('Before')).toBeDefined();
  });

  test('after two were closed together leaves the page at once', async () => {
    const { history, press } = await open();
    await press('Ask');
    await press('Yes');
    await isClosed();
    await waitFor(() => {
      expect(history.location.state.overlays).toBeUndefined();
    });
    history.back();
    expect(await screen.findByText('Before')).toBeDefined();
  });

  test('from a page that was opened from a sheet leads to the page under the sheet', async () => {
    const { history, press } = await open();
    await press('Next page');
    expect(await screen.findByText('Next')).toBeDefined();
    history.back();
    expect(await screen.findByRole('button', { name: 'Open' })).toBeDefined();
    expect(history.location.state.overlays).toBeUndefined();
  });
});

test('Forward passes over a sheet that was closed', async () => {
  const { history } = await open();
  history.back();
  await isClosed();
  history.forward();
  await waitFor(() => {
    expect(history.location.state.overlays).toBeUndefined();
  });
  expect(screen.queryByRole('dialog')).toBeNull();
});
