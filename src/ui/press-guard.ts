/*
 * What decides, before any handler sees it, that an event was not meant as one:
 *
 * - a key that belongs to the composition of an input method: Enter that accepts a Japanese word submits nothing, also
 *   in Safari, where the composition has ended before that key is reported;
 * - Enter that is repeated because it is held;
 * - a ghost click: a click on something that was not there when the pointer went down;
 * - the second tap of a double tap, where the first one has replaced what was there: it would press what lies under a
 *   closed sheet, or a button that has just appeared.
 */

/** The longest double tap, and the farthest that two taps of one finger are apart. */
const DOUBLE_TAP_MS = 500;
const DOUBLE_TAP_PX = 24;

/** What `keyCode` is while an input method handles the key. */
const INPUT_METHOD_KEY_CODE = 229;

const PRESSABLE = 'a[href], button, input, select, textarea, summary, label, [role], [tabindex]';

interface Press {
  path: readonly EventTarget[];
  x: number;
  y: number;
  at: number;
}

/** Stops the events in `page` that were not meant. Returns what ends that. */
export const guardPresses = (page: Window): (() => void) => {
  let pointerDown: readonly EventTarget[] | null = null;
  let previous: Press | null = null;

  const onPointerDown = (event: Event) => {
    pointerDown = event.composedPath();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isOfInputMethod(event)) {
      event.stopImmediatePropagation();
      if (event.key === 'Enter') event.preventDefault();
    } else if (event.key === 'Enter' && event.repeat && !isMultiline(event.target)) {
      stop(event);
    }
  };
  const onClick = (event: MouseEvent) => {
    const path = event.composedPath();
    const down = pointerDown;
    pointerDown = null;
    // A click without a place comes from the keyboard, from assistive technology, or from code.
    if (event.clientX === 0 && event.clientY === 0) return;
    if (down && !isSameThing(down, path)) {
      stop(event);
      return;
    }
    const press = { path, x: event.clientX, y: event.clientY, at: event.timeStamp };
    if (previous && isDoubleTap(previous, press) && !isSameThing(previous.path, path)) {
      stop(event);
      // What was tapped first decides about a third tap as well.
      previous = { ...press, path: previous.path };
      return;
    }
    previous = press;
  };

  page.addEventListener('pointerdown', onPointerDown, true);
  page.addEventListener('keydown', onKeyDown, true);
  page.addEventListener('click', onClick, true);
  return () => {
    page.removeEventListener('pointerdown', onPointerDown, true);
    page.removeEventListener('keydown', onKeyDown, true);
    page.removeEventListener('click', onClick, true);
  };
};

/** Whether a key belongs to the composition of an input method. Safari ends that before it reports the key that ended it. */
export const isOfInputMethod = (event: KeyboardEvent): boolean =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- `keyCode` is the only sign of it in Safari
  event.isComposing || event.keyCode === INPUT_METHOD_KEY_CODE;

const isMultiline = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('textarea, [contenteditable]') !== null;

const isDoubleTap = (first: Press, second: Press): boolean =>
  second.at - first.at < DOUBLE_TAP_MS && Math.hypot(second.x - first.x, second.y - first.y) < DOUBLE_TAP_PX;

/** Whether a press that began on one path and one on the other press the same thing, also where an icon in it changed. */
const isSameThing = (first: readonly EventTarget[], second: readonly EventTarget[]): boolean => {
  const pressed = second.find((target) => target instanceof Element && target.matches(PRESSABLE)) ?? second[0];
  return (pressed !== undefined && first.includes(pressed)) || isFieldOfLabel(first, pressed);
};

/** A browser clicks the field of a label after the label. */
const isFieldOfLabel = (first: readonly EventTarget[], pressed: EventTarget | undefined): boolean =>
  first.some((target) => target instanceof HTMLLabelElement && target.control === pressed);

const stop = (event: Event): void => {
  event.preventDefault();
  event.stopImmediatePropagation();
};
