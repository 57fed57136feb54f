import { cleanNotifications } from '@mantine/notifications';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { offerUpdates } from '../../../src/features/account/pwa/update-prompt.ts';
import { UiProvider } from '../../../src/ui/UiProvider.tsx';

/** A page with something typed in it, and a service worker whose events the test fires. */
const openPage = () => {
  const listeners = new Map<string, (event: object) => void>();
  const worker = {
    addEventListener: vi.fn((type: string, listener: (event: never) => void) => {
      listeners.set(type, listener as (event: object) => void);
    }),
    messageSkipWaiting: vi.fn(),
    register: vi.fn(),
    update: vi.fn(),
  };
  const reload = vi.fn();
  render(
    <UiProvider>
      <input aria-label="Notes" />
    </UiProvider>,
  );
  offerUpdates(worker, reload);
  const fire = (type: string, event: object = {}) => {
    act(() => listeners.get(type)?.(event));
  };
  return { worker, reload, fire, user: userEvent.setup() };
};

afterEach(() => {
  act(cleanNotifications);
});

describe('a new version', () => {
  test('is offered, and does not reload by itself', async () => {
    const { worker, reload, fire, user } = openPage();
    await user.type(screen.getByLabelText('Notes'), 'half a sentence');
    fire('waiting');
    await screen.findByText('A new version is ready.');
    expect(worker.messageSkipWaiting).not.toHaveBeenCalled();
    expect(reload).not.toHaveBeenCalled();
    expect(screen.getByLabelText<HTMLInputElement>('Notes').value).toBe('half a sentence');
  });

  test('is activated by the reload that the person requests', async () => {
    const { worker, reload, fire, user } = openPage();
    fire('waiting');
    await user.click(await screen.findByRole('button', { name: 'Reload' }));
    expect(worker.messageSkipWaiting).toHaveBeenCalledOnce();
    expect(reload).not.toHaveBeenCalled();
    fire('controlling', { isUpdate: true });
    expect(reload).toHaveBeenCalledOnce();
  });

  test('waits when the person chooses Later', async () => {
    const { worker, reload, fire, user } = openPage();
    fire('waiting');
    await user.click(await screen.findByRole('button', { name: 'Later' }));
    expect(worker.messageSkipWaiting).not.toHaveBeenCalled();
    expect(reload).not.toHaveBeenCalled();
  });

  test('that is accepted in another tab never reloads this one', async () => {
    const { reload, fire } = openPage();
    fire('controlling', { isUpdate: true, isExternal: true });
    await screen.findByText('Cadence was updated in another tab.');
    expect(reload).not.toHaveBeenCalled();
  });

  test.each([false, true])(
    'is not announced by the first service worker (from another tab: %s)',
    async (isExternal) => {
      const { reload, fire } = openPage();
      fire('controlling', { isUpdate: false, isExternal });
      // A toast that comes after it is the only one.
      fire('waiting');
      await screen.findByText('A new version is ready.');
      expect(screen.queryByText(/updated/)).toBeNull();
      expect(reload).not.toHaveBeenCalled();
    },
  );
});
