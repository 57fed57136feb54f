import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import * as z from 'zod/mini';

const SUPABASE = join(import.meta.dirname, '..');

/** A path below the folder that contains `supabase`, as an absolute one. */
const projectPath = z.pipe(
  z.string(),
  z.transform((path) => join(SUPABASE, '..', path)),
);

const projectConfig = z.object({
  db: z.object({ migrations: z.object({ schema_paths: z.array(z.string()) }) }),
  auth: z.object({
    enable_signup: z.boolean(),
    minimum_password_length: z.int(),
    email: z.object({
      enable_signup: z.boolean(),
      enable_confirmations: z.boolean(),
      template: z.record(z.string(), z.object({ subject: z.string(), content_path: projectPath })),
    }),
  }),
  functions: z.record(z.string(), z.object({ verify_jwt: z.boolean() })),
});

/** `supabase/config.toml`, as far as this repository's own programs follow it. */
export const readProjectConfig = () => projectConfig.parse(parse(readFileSync(join(SUPABASE, 'config.toml'), 'utf8')));

/** The schema files in the order in which they are applied. */
export const schemaFiles = (): string[] =>
  readProjectConfig().db.migrations.schema_paths.map((path) => join(SUPABASE, path));
