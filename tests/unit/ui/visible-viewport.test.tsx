import { afterEach, expect, test, vi } from 'vitest';
import { followVisibleViewport } from '../../../src/ui/visible-viewport.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  document.documentElement.removeAttribute('style');
});

/** A window 800 pixels high, of which the browser shows a part. */
const show = (part: { height: number; offsetTop: number; scale: number }) => {
  const viewport = Object.assign(new EventTarget(), { height: 800, offsetTop: 0, scale: 1 });
  vi.stubGlobal('innerHeight', 800);
  vi.stubGlobal('visualViewport', viewport);
  followVisibleViewport();
  Object.assign(viewport, part);
  viewport.dispatchEvent(new Event('resize'));
  const { style } = document.documentElement;
  return [style.getPropertyValue('--keyboard'), style.getPropertyValue('--pushed-up')];
};

test.each([
  ['no keyboard', { height: 800, offsetTop: 0, scale: 1 }, ['0px', '0px']],
  ['a keyboard over the lower part', { height: 460, offsetTop: 0, scale: 1 }, ['340px', '0px']],
  ['a keyboard, and the page pushed up for the field', { height: 460, offsetTop: 120, scale: 1 }, ['220px', '120px']],
  ['a zoomed page without a keyboard', { height: 400, offsetTop: 200, scale: 2 }, ['0px', '0px']],
])('what covers the window is known: %s', (_, part, expected) => {
  expect(show(part)).toEqual(expected);
});
