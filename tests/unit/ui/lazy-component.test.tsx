import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ComponentType, Component, type ReactNode, Suspense } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lazyComponent, type Missing } from '../../../src/ui/lazy-component.tsx';
import { MissingOverlay } from '../../../src/ui/MissingCode.tsx';
import { UiProvider } from '../../../src/ui/UiProvider.tsx';

interface PartProps {
  name: string;
}

const Part = ({ name }: PartProps) => <input aria-label={name} />;

const missing = () => new TypeError('Failed to fetch dynamically imported module: https://example.com/assets/part.js');

/** Shows a part beside something that the person has typed; its code is missing until `arrive`. */
const openPage = async (MissingPart?: Missing<PartProps>) => {
  let isThere = false;
  const load = vi.fn(() => (isThere ? Promise.resolve<ComponentType<PartProps>>(Part) : Promise.reject(missing())));
  const Lazy = lazyComponent<PartProps>(load, MissingPart);
  render(
    <UiProvider>
      <input aria-label="Notes" />
      <Suspense>
        <Lazy name="Part" />
      </Suspense>
    </UiProvider>,
  );
  const user = userEvent.setup();
  await screen.findByText('This part isn’t on this device yet.');
  await user.type(screen.getByLabelText('Notes'), 'half a sentence');
  const expectKept = () => {
    expect(screen.getByLabelText<HTMLInputElement>('Notes').value).toBe('half a sentence');
  };
  return { load, Lazy, user, expectKept, arrive: () => (isThere = true) };
};

const fetchFile = vi.fn<typeof fetch>();
beforeEach(() => {
  fetchFile.mockReset().mockRejectedValue(new TypeError('Failed to fetch'));
  vi.stubGlobal('fetch', fetchFile);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('a browser that requests no module again is reloaded once its file can be fetched, on request or by itself', async () => {
  const { user, load } = await openPage();
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await vi.waitFor(() => {
    expect(load).toHaveBeenCalledTimes(3);
  });
  expect(reload).not.toHaveBeenCalled();
  const script = new Response('', { headers: { 'content-type': 'text/javascript' } });
  fetchFile.mockResolvedValue(script);
  act(() => void window.dispatchEvent(new Event('online')));
  await vi.waitFor(() => {
    expect(reload).toHaveBeenCalledOnce();
  });
  expect(fetchFile).toHaveBeenLastCalledWith('https://example.com/assets/part.js');
  fetchFile.mockResolvedValue(new Response('<html>', { headers: { 'content-type': 'text/html' } }));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await vi.waitFor(() => {
    expect(fetchFile).toHaveBeenCalledTimes(3);
  });
  expect(reload).toHaveBeenCalledOnce();
});

test('missing code is fetched again on request', async () => {
  const { user, arrive, expectKept, load } = await openPage();
  load.mockClear();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('This part isn’t on this device yet.');
  expect(load).toHaveBeenCalledOnce();
  arrive();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByLabelText('Part');
  expectKept();
});

test('missing code is fetched again when the connection returns, and is not mounted twice', async () => {
  const { user, arrive, expectKept } = await openPage();
  arrive();
  act(() => void window.dispatchEvent(new Event('online')));
  const part = await screen.findByLabelText<HTMLInputElement>('Part');
  expectKept();
  await user.type(part, 'more');
  act(() => void window.dispatchEvent(new Event('online')));
  expect(screen.getByLabelText('Part')).toBe(part);
  expect(part.value).toBe('more');
});

test('missing code is fetched again where the connection returns while an attempt of before it still runs', async () => {
  const { load, user, arrive, expectKept } = await openPage();
  let fail: (error: Error) => void = () => undefined;
  load.mockImplementationOnce(
    () =>
      new Promise((_resolve, reject) => {
        fail = reject;
      }),
  );
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  act(() => void window.dispatchEvent(new Event('online')));
  arrive();
  fail(missing());
  await screen.findByLabelText('Part');
  expectKept();
});

test('missing code is fetched again when the person returns to a page that still seems offline', async () => {
  const { arrive, expectKept } = await openPage();
  arrive();
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  await screen.findByLabelText('Part');
  expectKept();
});

test('preloaded code is shown at once', async () => {
  const Lazy = lazyComponent<PartProps>(() => Promise.resolve(Part));
  await Lazy.preload();
  render(<Lazy name="Part" />);
  expect(screen.getByLabelText('Part')).toBeDefined();
});

test('a missing dialog shows a message and can be closed', async () => {
  const onClose = vi.fn();
  const load = vi.fn(() => Promise.reject<ComponentType<{ onClose: () => void }>>(missing()));
  const Lazy = lazyComponent<{ onClose: () => void }>(load, MissingOverlay);
  render(
    <UiProvider>
      <Suspense>
        <Lazy onClose={onClose} />
      </Suspense>
    </UiProvider>,
  );
  const dialog = await screen.findByRole('dialog', { name: 'Not downloaded yet' });
  expect(dialog.textContent).toContain('isn’t on this device yet');
  act(() => void dialog.dispatchEvent(new Event('close')));
  expect(onClose).toHaveBeenCalledOnce();
});

test('a stylesheet that failed to load is fetched again with the code', async () => {
  // Nothing is fetched here: the events are the test's.
  const { happyDOM } = window as unknown as { happyDOM: { settings: Record<string, boolean> } };
  Object.assign(happyDOM.settings, { disableCSSFileLoading: true, handleDisabledFileLoadingAsSuccess: true });
  const link = Object.assign(document.createElement('link'), {
    rel: 'stylesheet',
    href: 'https://example.com/part.css',
  });
  document.head.append(link);
  link.dispatchEvent(new Event('error'));
  const load = vi.fn(() => Promise.resolve<ComponentType<PartProps>>(Part));
  const Lazy = lazyComponent<PartProps>(load);
  const preloaded = Lazy.preload();
  const again = document.head.querySelector<HTMLLinkElement>('link[href="https://example.com/part.css"]');
  expect(again).not.toBe(link);
  expect(load).not.toHaveBeenCalled();
  again?.dispatchEvent(new Event('load'));
  await preloaded;
  expect(load).toHaveBeenCalledOnce();
  again?.remove();
});

class Boundary extends Component<{ children: ReactNode }> {
  override state = { message: '' };
  static getDerivedStateFromError = (error: Error) => ({ message: error.message });
  override render() {
    return this.state.message || this.props.children;
  }
}

test('code that fails after it was fetched is not reported as missing', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const Lazy = lazyComponent<PartProps>(() => Promise.reject(new Error('a mistake')));
  render(
    <Boundary>
      <Suspense>
        <Lazy name="Part" />
      </Suspense>
    </Boundary>,
  );
  await screen.findByText('a mistake');
});
