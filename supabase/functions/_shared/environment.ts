import * as z from 'zod';

/** A setting of this deployment; `null` where it is not made. */
export const setting = (name: string): string | null => Deno.env.get(name) || null;

/** @throws where a deployment lacks what every Supabase project has. */
export const required = (name: string, value: string | null): string => {
  if (value === null) throw new Error(`${name} is not set.`);
  return value;
};

/** Opens nothing by itself: it only lets a request through to where its token is looked at. */
export const publishableKey = (): string =>
  required('SUPABASE_PUBLISHABLE_KEYS', fromDictionary('SUPABASE_PUBLISHABLE_KEYS') ?? setting('SUPABASE_ANON_KEY'));

/** Passes RLS by; `null` where the deployment has none. */
export const secretKey = (): string | null =>
  fromDictionary('SUPABASE_SECRET_KEYS') ?? setting('SUPABASE_SERVICE_ROLE_KEY');

const dictionary = z.record(z.string(), z.string());

/** Supabase tells its keys as `{name: key}`. */
const fromDictionary = (name: string): string | null => {
  const text = setting(name);
  if (text === null) return null;
  const keys = dictionary.parse(JSON.parse(text));
  return keys['default'] ?? Object.values(keys)[0] ?? null;
};
