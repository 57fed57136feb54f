import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const GLOSSARY = 'docs/glossary.md';

/** A word that the glossary rules out: as a part of names in code, and where `isEverywhere` in comments and texts too. */
interface RejectedWord {
  word: string;
  isEverywhere: boolean;
}

/** The last column of the glossary's tables: `word` counts in names alone, a word without backticks everywhere. */
const rejectedWords = (glossary: string): RejectedWord[] =>
  glossary
    .split('\n')
    .filter((line) => /^\|(?![\s|-]*$)/.test(line))
    .flatMap((line) => (line.split('|').at(-2) ?? '').split(','))
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '' && cell !== 'not called')
    .map((cell) => ({ word: cell.replaceAll('`', ''), isEverywhere: !cell.startsWith('`') }));

const wordsOfName = (name: string): string =>
  ` ${name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .toLowerCase()
    .trim()} `;

/** The names in a line of code: what is left without texts in quotes and comments. */
const namesIn = (line: string): string[] =>
  (/[=(){};:,<>]/.test(line) ? line : '')
    // The DOM's own name.
    .replaceAll('timeStamp', '')
    // Regular expressions.
    .replace(/(?<=[\s(,=])\/(?![/*])(?:\\.|[^/\\])+\/[a-z]*(?=[\s)\],;.])/g, ' ')
    // Text of JSX.
    .replace(/>[^<>{}]*</g, '><')
    .replace(/\/\/.*$|--.*$|^\s*\*.*$|\/\*.*?(\*\/|$)|(['"`]).*?\2/g, ' ')
    .match(/[A-Za-z_$][\w$]*/g) ?? [];

const plural = (word: string): string => `(?:${word.replaceAll(' ', '[ _-]')}(?:s|es)?)`;

const usesIn = (text: string, path: string, rejected: readonly RejectedWord[]): string[] => {
  const everywhere = rejected.filter(({ isEverywhere }) => isEverywhere);
  const anywhere = new RegExp(`\\b${everywhere.map(({ word }) => plural(word)).join('|')}\\b`, 'i');
  const inNames = new RegExp(` (?:${rejected.map(({ word }) => plural(wordsOfName(word).trim())).join('|')}) `);
  const isCode = /\.(?:[cm]?[jt]sx?|sql|css)$/.test(path);
  return text.split('\n').flatMap((line, index) => {
    const found =
      everywhere.length > 0 && anywhere.exec(line)?.[0]
        ? anywhere.exec(line)?.[0]
        : isCode && namesIn(line).find((name) => inNames.test(wordsOfName(name)));
    return found ? [`${path}:${String(index + 1)} ${found}`] : [];
  });
};

const rejected = rejectedWords(readFileSync(join(ROOT, GLOSSARY), 'utf8'));

test('the glossary rules out words', () => {
  expect(rejected.length).toBeGreaterThan(30);
});

test.each([
  ['const takeDeed = 1;', true],
  ['const indeed = 1;', false],
  ['test(/a deed is done/i);', false],
  ["import { graves } from './x.ts';", true],
  ['/** Rings the doorbell. */', true],
  ['create table private.tombstones ();', false],
])('%s is found: %s', (line, isFound) => {
  expect(
    usesIn(line, 'x.ts', [
      { word: 'deed', isEverywhere: false },
      { word: 'grave', isEverywhere: false },
      { word: 'doorbell', isEverywhere: true },
    ]).length > 0,
  ).toBe(isFound);
});

test('no file uses a word that the glossary rules out', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((path) => /\.(?:[cm]?[jt]sx?|sql|css|md|html|toml)$/.test(path))
    .filter((path) => /^(?:src|supabase|docs|public|README|index|tests)/.test(path))
    .filter((path) => path !== GLOSSARY && !path.includes('vocabulary.test') && !path.startsWith('tests/bench/results'))
    .filter((path) => existsSync(join(ROOT, path)));
  const uses = files.flatMap((path) => usesIn(readFileSync(join(ROOT, path), 'utf8'), path, rejected));
  expect(uses).toEqual([]);
});
