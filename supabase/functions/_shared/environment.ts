import * as z from 'zod';

/** An environment variable; `null` where it is not set. */
export const getSetting = (name: string): string | null => Deno.env.get(name) || null;

/** @throws without a setting that every Supabase project has. */
export const requireSetting = (name: string, value: string | null): string => {
  if (value === null) throw new Error(`${name} is not set.`);
  return value;
};

/** Gives no rights by itself: those are the token's. */
export const publishableKey = (): string =>
  requireSetting(
    'SUPABASE_PUBLISHABLE_KEYS',
    fromDictionary('SUPABASE_PUBLISHABLE_KEYS') ?? getSetting('SUPABASE_ANON_KEY'),
  );

/** Bypasses RLS; `null` where it is not set. */
export const secretKey = (): string | null =>
  fromDictionary('SUPABASE_SECRET_KEYS') ?? getSetting('SUPABASE_SERVICE_ROLE_KEY');

const dictionary = z.record(z.string(), z.string());

/** Supabase sets its keys as `{name: key}`. */
const fromDictionary = (name: string): string | null => {
  const text = getSetting(name);
  if (text === null) return null;
  const keys = dictionary.parse(JSON.parse(text));
  return keys['default'] ?? Object.values(keys)[0] ?? null;
};
