import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPage } from '../build.ts';
import type { Figure } from '../figure.ts';

const REACT_ALONE = `import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
createRoot(document.getElementById('root')).render(createElement('p', null, 'Hello'));
`;

/** What index.html makes a browser load before anything is on screen, gzipped. */
export const firstLoad = async (client: string): Promise<Figure> => {
  // Inside the repository, so that React is found.
  const root = await mkdtemp(join(import.meta.dirname, '../react-alone-'));
  await writeFile(join(root, 'index.html'), '<div id="root"></div><script type="module" src="./main.js"></script>');
  await writeFile(join(root, 'main.js'), REACT_ALONE);
  const alone = await buildPage(root);
  const [ours, reference] = [await loadOf(client), await loadOf(alone)];
  await Promise.all([root, alone].map((directory) => rm(directory, { recursive: true, force: true })));
  const ratio = ours.js / reference.js;
  return {
    name: 'first_load',
    ratio,
    ours: ours.js,
    reference: reference.js,
    unit: 'kB',
    limit: 'ratio <= 3.5, JS <= 230 kB gz, CSS <= 20 kB gz',
    holds: ratio <= 3.5 && ours.js <= 230 && ours.css <= 20,
    runs: 1,
    spread: { ours: [ours.js, ours.js], reference: [reference.js, reference.js] },
    details: {
      ours: 'scripts, preloaded modules and everything that they import at once, and styles of the built index.html',
      reference: 'React and ReactDOM alone, built the same way',
      css_kb: ours.css,
      files: ours.files,
    },
  };
};

const loadOf = async (directory: string) => {
  const html = await readFile(join(directory, 'index.html'), 'utf8');
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="\/?([^"]+)"[^>]*>/g)].filter(([tag]) =>
    /<script\b|rel="(?:modulepreload|stylesheet)"/.test(tag),
  );
  const files = new Set<string>();
  for (const [, file] of tags) await follow(directory, file ?? '', files);
  const sizeOf = async (extension: string) => {
    let bytes = 0;
    for (const file of files) {
      if (file.endsWith(extension)) bytes += gzipSync(await readFile(join(directory, file)), { level: 9 }).byteLength;
    }
    return bytes / 1000;
  };
  return { js: await sizeOf('.js'), css: await sizeOf('.css'), files: [...files] };
};

/** Adds a script with all that it imports statically. */
const follow = async (directory: string, file: string, files: Set<string>): Promise<void> => {
  if (files.has(file)) return;
  files.add(file);
  if (!file.endsWith('.js')) return;
  const code = await readFile(join(directory, file), 'utf8');
  for (const [, name] of code.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)) {
    await follow(directory, join(file, '..', name ?? ''), files);
  }
};
