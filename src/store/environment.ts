import { v7 } from 'uuid';

/** Clock, ids and device name; replaced in tests. */
export interface Environment {
  /** Milliseconds since 1970-01-01 by this device's clock, which may be wrong. */
  now: () => number;
  /** A UUID version 7. */
  newId: () => string;
  deviceName: string;
}

/** The default device name from the browser's user agent, such as "Chrome on Android". */
function deviceNameFromUserAgent(agent = ''): string {
  const find = (names: readonly (readonly [RegExp, string])[]) => names.find(([pattern]) => pattern.test(agent))?.[1];
  const browser = find([
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
  return [browser ?? 'A browser', system].filter(Boolean).join(' on ');
}

/** Whether a device name that this app has given is of a phone or a tablet. */
export const isMobileDeviceName = (name: string): boolean => /(Android|iPhone|iPad)$/.test(name);

export const systemEnvironment: Environment = {
  now: () => Date.now(),
  newId: () => v7(),
  deviceName: deviceNameFromUserAgent((globalThis as { navigator?: Navigator }).navigator?.userAgent),
};
