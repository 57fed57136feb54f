import { readFileSync } from 'node:fs';

/** What index.html loads before anything is on screen: its scripts with all they import, and its styles. */
const firstLoad = (extension) =>
  [...readFileSync('dist/index.html', 'utf8').matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="\/?([^"]+)"[^>]*>/g)]
    .filter(([tag]) => /<script\b|rel="(?:modulepreload|stylesheet)"/.test(tag))
    .map(([, path]) => `dist/${path}`)
    .filter((path) => path.endsWith(extension));

export default [
  { name: 'JavaScript of the first load', path: firstLoad('.js'), limit: '230 kB', gzip: true },
  { name: 'CSS of the first load', path: firstLoad('.css'), limit: '20 kB', gzip: true },
];
