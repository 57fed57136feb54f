export interface LayoutFault {
  fault:
    | 'the page scrolls sideways'
    | 'outside of the window'
    | 'covered'
    | 'clipped'
    | 'not in the middle of its button'
    | 'overlapping'
    | 'too small to hit'
    | 'broken inside a word'
    | 'under a safe area'
    | 'bars leave too little room';
  /** What it is, with the beginning of its text. */
  element: string;
  detail: string;
}

/**
 * Looks for what a person could not read or hit in this window, in all of the page, or in the dialog or menu that is
 * open. Scrolls while it looks, and back to the top at the end. Runs in the page: it may use nothing outside of itself.
 */
export const findLayoutFaults = (): LayoutFault[] => {
  /** Lengths below are in CSS pixels. What differs by less is rounding. */
  const TOLERANCE = 1.5;
  const MIN_TARGET = 24;
  /** Side by side, texts nearer than this read as one word. */
  const MIN_GAP = 3;
  /** A word that fits its column at this size need not be broken. */
  const SMALLEST_FONT = 16;
  /** Longer ones may be: no column has room for every address and compound. */
  const LONGEST_WORD = 20;
  const MAX_SHARE_OF_BARS = 0.5;
  /** By how much the room above a button's label may differ from that below it. */
  const MAX_OFF_CENTER = 4;
  const TARGETS =
    'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="button"], [role="menuitem"], [role="option"]';
  const OVERLAYS = '[role="dialog"], [role="menu"], dialog[open]';

  interface Box {
    left: number;
    top: number;
    right: number;
    bottom: number;
  }
  interface TextRun {
    node: Text;
    element: Element;
    lines: DOMRect[];
  }

  const root = document.documentElement;
  const width = root.clientWidth;
  const height = window.innerHeight;
  const faults = new Map<string, LayoutFault>();

  const nameOf = (element: Element): string => {
    const role = element.getAttribute('role') ?? element.tagName.toLowerCase();
    const label =
      element.getAttribute('aria-label') ??
      (element as HTMLInputElement).labels?.[0]?.textContent ??
      element.getAttribute('placeholder') ??
      element.textContent;
    const own = [...element.classList].find((name) => name.startsWith('_')) ?? '';
    return `${role}${own && `.${own}`} “${label.trim().replace(/\s+/g, ' ').slice(0, 40)}”`;
  };
  const report = (fault: LayoutFault['fault'], element: Element, detail: string): void => {
    const key = `${fault} ${nameOf(element)}`;
    if (!faults.has(key)) faults.set(key, { fault, element: nameOf(element), detail });
  };

  const styleOf = getComputedStyle;
  const parentsOf = (element: Element): Element[] => {
    const parents: Element[] = [];
    for (let parent = element.parentElement; parent; parent = parent.parentElement) parents.push(parent);
    return parents;
  };
  const sizeOf = ({ left, top, right, bottom }: Box): string =>
    `${String(Math.round(right - left))}x${String(Math.round(bottom - top))} at ${String(Math.round(left))},${String(Math.round(top))}`;
  const insets = ((): Box => {
    const probe = document.createElement('div');
    probe.style.cssText =
      'position: fixed; visibility: hidden; padding: env(safe-area-inset-top, 0px) env(safe-area-inset-right, 0px) env(safe-area-inset-bottom, 0px) env(safe-area-inset-left, 0px)';
    document.body.append(probe);
    const { paddingTop, paddingRight, paddingBottom, paddingLeft } = getComputedStyle(probe);
    const box = {
      left: parseFloat(paddingLeft),
      top: parseFloat(paddingTop),
      right: parseFloat(paddingRight),
      bottom: parseFloat(paddingBottom),
    };
    probe.remove();
    return box;
  })();
  /** Each element is asked once, its parents included. */
  const remembered = <Result>(compute: (element: Element) => Result): ((element: Element) => Result) => {
    const results = new Map<Element, Result>();
    return (element) => {
      if (!results.has(element)) results.set(element, compute(element));
      return results.get(element) as Result;
    };
  };
  /** Only screen readers have it: such text is one pixel large; a link to the content appears with the focus. */
  const isForScreenReaders: (element: Element) => boolean = remembered((element) => {
    const { position, clipPath, width: wide, top } = styleOf(element);
    const isHidden = position === 'absolute' && (clipPath === 'inset(50%)' || wide === '1px' || parseFloat(top) <= -40);
    return isHidden || (element.parentElement !== null && isForScreenReaders(element.parentElement));
  });
  const isVisible = remembered(
    (element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !isForScreenReaders(element),
  );

  const overlays = [...document.querySelectorAll(OVERLAYS)].filter(
    (element) => isVisible(element) && element.getBoundingClientRect().height > 0,
  );
  const scope = overlays.at(-1) ?? document.body;
  // A menu stays beside its button.
  const toTop = (): void => {
    if (scope === document.body) window.scrollTo({ left: 0, top: 0, behavior: 'instant' });
  };
  toTop();

  /** The pressable area of a control: its label belongs to it. */
  const boxOfTarget = (target: Element): Box => {
    const own = target.getBoundingClientRect();
    const label = target.closest('label');
    if (!label || !target.matches('input')) return own;
    const around = label.getBoundingClientRect();
    return {
      left: Math.min(own.left, around.left),
      top: Math.min(own.top, around.top),
      right: Math.max(own.right, around.right),
      bottom: Math.max(own.bottom, around.bottom),
    };
  };
  const targets = [...scope.querySelectorAll(TARGETS)].filter((element) => {
    if (element.closest('[inert]')) return false;
    const drawn = element.matches('input') ? (element.closest('label') ?? element) : element;
    return isVisible(drawn) && boxOfTarget(element).right > boxOfTarget(element).left;
  });

  const texts: TextRun[] = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || !node.nodeValue?.trim() || element.closest('svg, option, script, style, noscript')) continue;
    if (!isVisible(element)) continue;
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter((line) => line.width > 0.5);
    if (lines.length > 0) texts.push({ node: node as Text, element, lines });
  }

  const findSidewaysScrolling = (): void => {
    if (root.scrollWidth <= width + TOLERANCE && scope.scrollWidth <= scope.clientWidth + TOLERANCE) return;
    const limit = scope === document.body ? width : scope.getBoundingClientRect().right;
    const wide = [...scope.querySelectorAll('*')].filter(
      (element) =>
        element.getBoundingClientRect().right > limit + TOLERANCE &&
        isVisible(element) &&
        !parentsOf(element).some(
          (parent) => parent !== scope && scope.contains(parent) && styleOf(parent).overflowX !== 'visible',
        ),
    );
    const widest = wide.find((element) => !wide.some((other) => other !== element && element.contains(other)));
    report(
      'the page scrolls sideways',
      widest ?? scope,
      `${String(root.scrollWidth)} in ${String(width)}, ${String(scope.scrollWidth)} in ${String(scope.clientWidth)}`,
    );
  };

  const findOverlaysOutside = (): void => {
    for (const overlay of overlays) {
      const box = overlay.getBoundingClientRect();
      const isInside =
        box.left >= -TOLERANCE &&
        box.top >= -TOLERANCE &&
        box.right <= width + TOLERANCE &&
        box.bottom <= height + TOLERANCE;
      if (!isInside) report('outside of the window', overlay, sizeOf(box));
    }
  };

  /** An ellipsis is deliberate where the whole text is near: in a title, or behind the link or button that it is in. */
  const isDeliberateEllipsis = (element: Element): boolean => {
    const { textOverflow, webkitLineClamp } = styleOf(element);
    if (webkitLineClamp !== 'none' && Number(webkitLineClamp) >= 2) {
      return element.closest('a[href], button, [title]') !== null;
    }
    return textOverflow === 'ellipsis' && element.closest('[title]') !== null;
  };
  const findClippedTexts = (): void => {
    for (const { element, lines } of texts) {
      for (const parent of [element, ...parentsOf(element)]) {
        if (parent === root || parent === document.body) break;
        const style = styleOf(parent);
        // Containment of paint clips, too.
        const visible = /paint|strict|content/.test(style.contain) ? 'clip' : 'visible';
        const overflowX = style.overflowX === 'visible' ? visible : style.overflowX;
        const overflowY = style.overflowY === 'visible' ? visible : style.overflowY;
        const { display } = style;
        if (display === 'inline' || (overflowX === 'visible' && overflowY === 'visible')) continue;
        if (isDeliberateEllipsis(parent)) break;
        const box = parent.getBoundingClientRect();
        // A name beside its sign that wraps out of sight as a whole.
        if (parent.querySelector('svg') && lines.every((line) => line.top >= box.bottom - TOLERANCE)) break;
        const isClipped = lines.some(
          (line) =>
            (['hidden', 'clip'].includes(overflowX) &&
              (line.right > box.right + TOLERANCE || line.left < box.left - TOLERANCE)) ||
            (['hidden', 'clip'].includes(overflowY) &&
              (line.bottom - line.height / 4 > box.bottom + TOLERANCE ||
                line.top + line.height / 4 < box.top - TOLERANCE)),
        );
        if (isClipped) {
          report('clipped', element, `by ${nameOf(parent)}`);
          break;
        }
        if (['auto', 'scroll'].includes(overflowX) || ['auto', 'scroll'].includes(overflowY)) break;
      }
    }
    const canvas = document.createElement('canvas').getContext('2d');
    for (const field of scope.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input[placeholder], select')) {
      if (!canvas || !isVisible(field)) continue;
      const { paddingLeft, paddingRight } = styleOf(field);
      const { font } = getComputedStyle(field, field instanceof HTMLSelectElement ? null : '::placeholder');
      const shown = field instanceof HTMLSelectElement ? field.selectedOptions[0]?.textContent : field.placeholder;
      canvas.font = font;
      const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      const needed = canvas.measureText(shown ?? '').width;
      // The list of a select has its long options whole.
      const isLong = field instanceof HTMLSelectElement && (shown?.length ?? 0) > LONGEST_WORD;
      if (needed > room + TOLERANCE && !isLong && !field.title) {
        report('clipped', field, `needs ${String(Math.ceil(needed))} of ${String(Math.floor(room))}`);
      }
    }
  };

  const findOffCenterLabels = (): void => {
    const linesOf = new Map<Element, DOMRect[]>();
    for (const { element, lines } of texts) {
      const button = element.closest('.mantine-Button-root');
      if (button) linesOf.set(button, [...(linesOf.get(button) ?? []), ...lines]);
    }
    for (const [button, lines] of linesOf) {
      const { top, bottom } = button.getBoundingClientRect();
      const above = Math.min(...lines.map((line) => line.top)) - top;
      const below = bottom - Math.max(...lines.map((line) => line.bottom));
      if (Math.abs(above - below) > MAX_OFF_CENTER) {
        report('not in the middle of its button', button, `${String(above)} above, ${String(below)} below`);
      }
    }
  };

  /** What is drawn as one field, with a magnifier or a button in it. */
  const frameOf = (field: Element): Element => {
    const own = field.getBoundingClientRect();
    const parent = field.parentElement ?? root;
    const around = parent.getBoundingClientRect();
    const isSame = Math.abs(around.width - own.width) < 4 && Math.abs(around.height - own.height) < 4;
    return isSame && parent !== document.body ? frameOf(parent) : field;
  };
  /** What moves apart from the rest when the page scrolls: two things in different layers may be over one another. */
  const layerOf: (element: Element) => Element = remembered((element) =>
    element === root || ['fixed', 'sticky'].includes(styleOf(element).position)
      ? element
      : layerOf(element.parentElement ?? root),
  );
  /** The element around a text that is laid out as a box. */
  const blockOf: (element: Element) => Element = remembered((element) =>
    element === root || !styleOf(element).display.startsWith('inline')
      ? element
      : blockOf(element.parentElement ?? root),
  );
  const clipsOf: (element: Element) => Element[] = remembered((element) => [
    ...(element === scope || element.parentElement === null ? [] : clipsOf(element.parentElement)),
    ...(element !== scope && styleOf(element).overflowX !== 'visible' ? [element] : []),
  ]);
  const belongTogether = (one: Element, other: Element): boolean =>
    one.contains(other) ||
    other.contains(one) ||
    (one.matches('input, select, textarea') && frameOf(one).contains(other)) ||
    (other.closest('label')?.contains(one) ?? false) ||
    other.closest('label')?.control === one;
  const findOverlaps = (): void => {
    interface Item extends Box {
      element: Element;
      layer: Element;
      isText: boolean;
    }
    const items: Item[] = [];
    const add = (element: Element, { left, top, right, bottom }: Box, isText: boolean): void => {
      const box = { left, top, right, bottom };
      // What a scroller or an ellipsis hides is over nothing.
      for (const clip of clipsOf(element)) {
        const inside = clip.getBoundingClientRect();
        box.left = Math.max(box.left, inside.left);
        box.right = Math.min(box.right, inside.right);
        box.top = Math.max(box.top, inside.top);
        box.bottom = Math.min(box.bottom, inside.bottom);
      }
      // A line of text is lower than its box.
      const trim = isText ? (box.bottom - box.top) / 5 : 0;
      if (box.right <= box.left || box.bottom <= box.top) return;
      items.push({ ...box, top: box.top + trim, bottom: box.bottom - trim, element, layer: layerOf(element), isText });
    };
    for (const { element, lines } of texts) for (const line of lines) add(element, line, true);
    for (const element of targets) {
      if (!element.matches('input') || !element.closest('label')) add(element, element.getBoundingClientRect(), false);
    }
    items.sort((one, other) => one.top - other.top);
    for (const [index, one] of items.entries()) {
      for (let next = index + 1; next < items.length; next += 1) {
        const other = items[next];
        if (!other || other.top >= one.bottom) break;
        if (one.layer !== other.layer || one.element === other.element) continue;
        if (belongTogether(one.element, other.element) || belongTogether(other.element, one.element)) continue;
        const down = Math.min(one.bottom, other.bottom) - other.top;
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const areTexts = one.isText && other.isText;
        if (areTexts && blockOf(one.element) === blockOf(other.element)) continue;
        // A control may reach into the margin of what is beside it.
        const slack = areTexts ? TOLERANCE : 4;
        const isSameLine = down > Math.min(one.bottom - one.top, other.bottom - other.top) / 2;
        if ((down > slack && across > slack) || (areTexts && isSameLine && across > -MIN_GAP)) {
          report('overlapping', one.element, `with ${nameOf(other.element)} by ${String(Math.round(across))} across`);
        }
      }
    }
  };

  const findSmallTargets = (): void => {
    const all = targets
      .filter((target) => !(target as HTMLButtonElement).disabled)
      .map((element) => {
        const box = boxOfTarget(element);
        const x = (box.left + box.right) / 2;
        const y = (box.top + box.bottom) / 2;
        const isSmall = Math.min(box.right - box.left, box.bottom - box.top) < MIN_TARGET - 0.5;
        return { element, box, x, y, isSmall };
      });
    for (const small of all) {
      // A link in a sentence is as high as its line.
      if (!small.isSmall || styleOf(small.element).display === 'inline') continue;
      const near = all.find(({ element, box, x, y, isSmall }) => {
        if (element === small.element || element.contains(small.element) || small.element.contains(element))
          return false;
        const dx = Math.max(box.left - small.x, 0, small.x - box.right);
        const dy = Math.max(box.top - small.y, 0, small.y - box.bottom);
        return (
          Math.hypot(dx, dy) < MIN_TARGET / 2 - 0.5 ||
          (isSmall && Math.hypot(x - small.x, y - small.y) < MIN_TARGET - 0.5)
        );
      });
      if (near) report('too small to hit', small.element, `${sizeOf(small.box)}, near ${nameOf(near.element)}`);
    }
  };

  const findBrokenWords = (): void => {
    for (const { node, element, lines } of texts) {
      if (lines.length < 2) continue;
      const column = element.closest('[role="dialog"], [role="menu"], main, nav, header') ?? root;
      const { paddingLeft, paddingRight } = styleOf(column);
      const room = Math.min(
        column.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight),
        width - insets.left - insets.right - 32,
      );
      // Part of a word may be marked.
      const [before, after] =
        [node.previousSibling, node.nextSibling].some(Boolean) || !element.matches('mark')
          ? [node.previousSibling, node.nextSibling]
          : [element.previousSibling, element.nextSibling];
      const scale = Math.min(1, SMALLEST_FONT / parseFloat(styleOf(element).fontSize));
      for (const word of node.data.matchAll(/[^\s\-–—]+/g)) {
        const end = word.index + word[0].length;
        const isPart =
          (word.index === 0 && /\S$/.test(before?.textContent ?? '')) ||
          (end === node.length && /^\S/.test(after?.textContent ?? ''));
        if (word[0].length > LONGEST_WORD || isPart) continue;
        range.setStart(node, word.index);
        range.setEnd(node, end);
        const parts = [...range.getClientRects()].filter((part) => part.width > 0.5);
        const rows = new Set(parts.map(({ top }) => Math.round(top / 4)));
        const whole = parts.reduce((sum, part) => sum + part.width, 0);
        if (rows.size > 1 && whole * scale <= room) {
          report('broken inside a word', element, `“${word[0]}” needs ${String(Math.ceil(whole))}`);
        }
      }
    }
  };

  const isSideScrolled = (element: Element): boolean =>
    parentsOf(element).some(
      (parent) => ['auto', 'scroll'].includes(styleOf(parent).overflowX) && parent.scrollWidth > parent.clientWidth,
    );
  const findTextsInSafeAreas = (): void => {
    if (insets.left + insets.right === 0) return;
    for (const { element, lines } of texts) {
      const line = lines.find(
        ({ left, right }) => left < insets.left - TOLERANCE || right > width - insets.right + TOLERANCE,
      );
      if (line && !isSideScrolled(element)) report('under a safe area', element, sizeOf(line));
    }
  };

  /** What hides the element where it is now, if something does. */
  const coverOf = (element: Element, isTarget: boolean): { fault: LayoutFault['fault']; by: string } | null => {
    const box = element.matches('input') ? boxOfTarget(element) : element.getBoundingClientRect();
    const left = Math.max(box.left, insets.left);
    const right = Math.min(box.right, width - insets.right);
    if (right - left < TOLERANCE) return { fault: 'outside of the window', by: sizeOf(box) };
    const isTall = box.bottom - box.top > height / 2;
    if (!isTall && (box.bottom > height + TOLERANCE || box.top < -TOLERANCE)) {
      return { fault: 'outside of the window', by: sizeOf(box) };
    }
    if (!isTall && (box.bottom > height - insets.bottom + TOLERANCE || box.top < insets.top - TOLERANCE)) {
      return { fault: 'under a safe area', by: sizeOf(box) };
    }
    const y = isTall
      ? Math.min(Math.max(box.top + 20, height / 2), box.bottom - 2)
      : Math.min((box.top + box.bottom) / 2, height - 1);
    const x = (left + right) / 2;
    const sides = isTall
      ? []
      : ([
          [x, box.top + 3],
          [x, box.bottom - 3],
        ] as const);
    for (const [across, down] of [[x, y], [left + 3, y], [right - 3, y], ...sides] as const) {
      const hit = document.elementFromPoint(across, down);
      // A text may lie under the link that makes its row pressable.
      const isUnderItsRow = !isTarget && hit !== null && layerOf(hit) === layerOf(element);
      if (hit && !isUnderItsRow && !belongTogether(element, hit)) {
        return { fault: 'covered', by: `by ${nameOf(hit)}` };
      }
    }
    return null;
  };
  const findCovered = (): void => {
    const ends = [texts[0]?.element, texts.at(-1)?.element].filter((element) => element !== undefined);
    // Of the rows of a long list, the first two and the last stand for all.
    const alike = new Map<string, Element[]>();
    for (const element of targets) {
      const { left, width: wide } = element.getBoundingClientRect();
      const kind = `${element.className} ${String(Math.round(left))} ${String(Math.round(wide))}`;
      alike.set(kind, [...(alike.get(kind) ?? []), element]);
    }
    const probes = [...alike.values()].flatMap((same) =>
      same.length > 3 ? [...same.slice(0, 2), ...same.slice(-1)] : same,
    );
    for (const element of new Set([...probes, ...ends])) {
      if (!element.isConnected) continue;
      const shown = element.matches('input') ? (element.closest('label') ?? element) : element;
      shown.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
      const cover = coverOf(element, element.matches(TARGETS));
      if (cover) report(cover.fault, element, cover.by);
    }
    toTop();
  };

  const findGreedyBars = (): void => {
    const around = scope === document.body ? { width, height } : scope.getBoundingClientRect();
    const bars = [...scope.querySelectorAll('*')].filter((element) => {
      const { position } = styleOf(element);
      const box = element.getBoundingClientRect();
      const isBar = position === 'fixed' || position === 'sticky';
      return isBar && isVisible(element) && box.width > around.width * 0.6 && box.height < around.height;
    });
    const taken = bars.reduce((sum, bar) => sum + bar.getBoundingClientRect().height, 0);
    if (taken > height * MAX_SHARE_OF_BARS) {
      report('bars leave too little room', bars[0] ?? scope, `${String(Math.round(taken))} of ${String(height)}`);
    }
  };

  findSidewaysScrolling();
  findOverlaysOutside();
  findClippedTexts();
  findOffCenterLabels();
  findOverlaps();
  findSmallTargets();
  findBrokenWords();
  findTextsInSafeAreas();
  findGreedyBars();
  findCovered();
  return [...faults.values()];
};
