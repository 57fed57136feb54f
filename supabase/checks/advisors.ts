import * as z from 'zod/mini';
import { supabaseCli } from './supabase-cli.ts';

const findings = z.array(
  z.object({ name: z.string(), level: z.string(), detail: z.string(), remediation: z.string() }),
);

/** Fails with what Supabase's advisors say at level warn or above. */
export const checkAdvisors = async (url: string): Promise<void> => {
  const printed = await supabaseCli(['db', 'advisors', `--remote=${url}`, '--type', 'all', '--level', 'warn']);
  const found = findings.parse(printed.trim() === '' ? [] : JSON.parse(printed));
  if (found.length === 0) return;
  const lines = found.map(({ level, name, detail, remediation }) => `${level} ${name}: ${detail}\n  ${remediation}`);
  throw new Error(`The Supabase advisors found ${String(found.length)}:\n${lines.join('\n')}`);
};
