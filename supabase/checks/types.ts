import { supabaseCli } from './supabase-cli.ts';

/** The TypeScript types of the exposed schema, as Supabase's own generator writes them. */
export const renderDatabaseTypes = async (url: string): Promise<string> => {
  const types = await supabaseCli(['gen', 'types', 'typescript', `--remote=${url}`, '--schema', 'public']);
  return `// Generated from the database by \`npm run gen:types\`.\n${types.trimStart()}`;
};
