import { afterEach, beforeEach, expect } from 'vitest';

let unexpected: string[] = [];

for (const method of ['error', 'warn'] as const) {
  const print = console[method].bind(console);
  console[method] = (...words: unknown[]) => {
    unexpected.push(`console.${method}: ${words.map(String).join(' ')}`);
    print(...words);
  };
}

beforeEach(() => {
  unexpected = [];
});

/** A test during which anything was printed as an error or a warning fails; one that asks for it spies on it. */
afterEach(() => {
  const printed = unexpected;
  unexpected = [];
  expect(printed, 'nothing unexpected was printed on the console').toEqual([]);
});
