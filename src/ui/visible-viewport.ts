/**
 * Keeps `--keyboard` (on the root element, in pixels) at the height of what a keyboard on screen covers of the window, and
 * `--pushed-up` at how far the browser has pushed the page up for it. Browsers that make the window smaller instead, as
 * `interactive-widget=resizes-content` tells them to, need neither; Safari does.
 */
export const followVisibleViewport = (): void => {
  const viewport = globalThis.visualViewport;
  if (!viewport) return;
  const { style } = document.documentElement;
  const measure = () => {
    // Zoomed in, the visible part is smaller without a keyboard.
    const isZoomed = viewport.scale > 1.01;
    const pushedUp = isZoomed ? 0 : Math.max(0, Math.round(viewport.offsetTop));
    const covered = isZoomed ? 0 : Math.max(0, Math.round(window.innerHeight - viewport.height - viewport.offsetTop));
    style.setProperty('--keyboard', `${String(covered)}px`);
    style.setProperty('--pushed-up', `${String(pushedUp)}px`);
  };
  viewport.addEventListener('resize', measure);
  viewport.addEventListener('scroll', measure);
  measure();
};
