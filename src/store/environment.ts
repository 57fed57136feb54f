import { v7 } from 'uuid';

/** The world outside: replaced in tests. */
export interface Environment {
  /** Milliseconds since the epoch by this device's clock, right or wrong. */
  now: () => number;
  /** An id that no other device makes: UUID version 7. */
  newId: () => string;
  deviceName: string;
}

/** "Chrome on Android": what a person tells their devices apart by, as far as the browser says. */
function nameOfDevice(agent = ''): string {
  const find = (names: readonly (readonly [RegExp, string])[]) => names.find(([sign]) => sign.test(agent))?.[1];
  const program = find([
    [/Edg/, 'Edge'],
    [/Firefox|FxiOS/, 'Firefox'],
    [/Chrome|CriOS/, 'Chrome'],
    [/Safari/, 'Safari'],
  ]);
  const system = find([
    [/Android/, 'Android'],
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'Mac'],
    [/CrOS/, 'Chromebook'],
    [/Linux/, 'Linux'],
  ]);
  return [program ?? 'A browser', system].filter(Boolean).join(' on ');
}

export const systemEnvironment: Environment = {
  now: () => Date.now(),
  newId: () => v7(),
  deviceName: nameOfDevice((globalThis as { navigator?: Navigator }).navigator?.userAgent),
};
