/** The order of dates, times and instants as texts, the same in every language. For names see values/collation.ts. */
export const compareCodes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
