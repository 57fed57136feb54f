import { readFileSync, writeFileSync } from 'node:fs';
import { netlifyToml, vercelJson } from './config-files.ts';

/* Writes the configuration of hosts that read it from the repository, after a build. */

writeFileSync('netlify.toml', netlifyToml());
writeFileSync('vercel.json', vercelJson(readFileSync('dist/index.html', 'utf8')));
