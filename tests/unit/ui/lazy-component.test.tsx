import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ComponentType, Component, type ReactNode, Suspense } from 'react';
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { reloadForLostModules } from '../../../src/ui/load-code.ts';
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

describe('an import that fails again', () => {
  const fetchFile = vi.fn<typeof fetch>();
  const failImport = () => {
    window.dispatchEvent(Object.assign(new Event('vite:preloadError'), { payload: missing() }));
  };
  const script = () => new Response('', { headers: { 'content-type': 'text/javascript' } });
  let reload: MockInstance;
  let stop: () => void;
  beforeEach(() => {
    sessionStorage.clear();
    fetchFile.mockReset().mockImplementation(() => Promise.resolve(script()));
    vi.stubGlobal('fetch', fetchFile);
    reload = vi
      .spyOn(location, 'reload')
      .mockReset()
      .mockImplementation(() => undefined);
    stop = reloadForLostModules(window);
  });
  afterEach(() => {
    stop();
    vi.unstubAllGlobals();
  });

  test('although its file can be fetched reloads the page, since this browser does not request it any more', async () => {
    failImport();
    failImport();
    await vi.waitFor(() => {
      expect(reload).toHaveBeenCalledOnce();
    });
    expect(fetchFile.mock.calls).toEqual([['https://example.com/assets/part.js']]);
  });

  test('right after such a reload does not reload the page once more', async () => {
    failImport();
    failImport();
    await vi.waitFor(() => {
      expect(reload).toHaveBeenCalledOnce();
    });
    failImport();
    expect(fetchFile).toHaveBeenCalledOnce();
  });

  test.each<[string, () => Promise<Response>]>([
    ['without a connection', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['since its file is gone', () => Promise.resolve(new Response('', { status: 404 }))],
    ['since a page is in the place of its file', () => Promise.resolve(new Response('<html>'))],
  ])('%s does not reload the page', async (_, respond) => {
    fetchFile.mockImplementation(respond);
    failImport();
    failImport();
    await vi.waitFor(() => {
      expect(fetchFile.mock.settledResults).toHaveLength(1);
    });
    expect(reload).not.toHaveBeenCalled();
  });
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
