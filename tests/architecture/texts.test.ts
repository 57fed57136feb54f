import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/* How people's texts are shown, searched, sorted and formatted: each in one way, in one place. */

const ROOT = join(import.meta.dirname, '../..');
const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path: `src/${path}`, text: readFileSync(join(ROOT, 'src', path), 'utf8') }));

/** Fields that hold what somebody typed. */
const TYPED_FIELDS = new Set(['title', 'program_title', 'display_name', 'type_name', 'company', 'name']);

const isNameExpression = (expression: ts.Expression): boolean =>
  (ts.isCallExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    ['formatName', 'formatLine', 'displayName'].includes(expression.expression.text)) ||
  (ts.isPropertyAccessExpression(expression) &&
    TYPED_FIELDS.has(expression.name.text) &&
    !expression.expression.getText().startsWith('styles'));

const isIsolated = (element: ts.Node): boolean =>
  ts.isJsxElement(element) &&
  (element.openingElement.tagName.getText() === 'bdi' ||
    element.openingElement.attributes.properties.some(
      (attribute) => ts.isJsxAttribute(attribute) && attribute.getText() === 'dir="auto"',
    ));

/** Where an element has a person's name or title as a child, without being isolated from the text around it. */
const namesThatAreNotIsolated = (path: string, text: string): string[] => {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    if (
      ts.isJsxExpression(node) &&
      node.expression &&
      isNameExpression(node.expression) &&
      (ts.isJsxElement(parent) || ts.isJsxFragment(parent)) &&
      !isIsolated(parent)
    ) {
      found.push(`${path}: ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

test('names and titles have their own direction wherever an element shows one', () => {
  const found = sources
    .filter(({ path }) => path.endsWith('.tsx'))
    .flatMap(({ path, text }) => namesThatAreNotIsolated(path, text));
  expect(found).toEqual([]);
});

test.each([
  [
    'dates and numbers are formatted, and names sorted, in the one locale',
    /localeCompare|'en-GB'|new Intl\.(?!Collator\(locale|NumberFormat\((?:locale|currentLocale\(\))|DateTimeFormat\(locale|DateTimeFormat\('en-CA')|toLocale\w*\((?!currentLocale\(\))/,
    // Defines it, and names it in examples.
    ['src/domain/values/locale.ts'],
  ],
  ['texts are searched by their folded form', /toLowerCase\(\)\s*\.includes\(|includes\([^()]*toLowerCase\(\)/, []],
  ['texts are composed in one place', /normalize\('NF/, ['src/domain/values/', 'src/ui/use-shortcut.ts']],
] as const)('%s', (_, pattern, allowed) => {
  const found = sources
    .filter(({ path }) => !allowed.some((start) => path.startsWith(start)))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line) => (pattern.test(line) ? [`${path}: ${line.trim()}`] : [])),
    );
  expect(found).toEqual([]);
});
