/* Props for the parts of recharts, to be spread into each: they take no defaults from a parent. */

export const CHART_HEIGHT = 220;

export const CHART_MARGIN = { top: 4, right: 4, bottom: 0, left: 0 } as const;

export const AXIS = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--ink-quiet)', fontSize: 12 },
  tickLine: false,
} as const;

export const TOOLTIP = {
  isAnimationActive: false,
  contentStyle: {
    background: 'var(--surface)',
    border: '1px solid var(--line-strong)',
    borderRadius: 10,
    fontSize: 13,
  },
  itemStyle: { color: 'var(--ink)', padding: 0 },
  labelStyle: { color: 'var(--ink-quiet)' },
} as const;
