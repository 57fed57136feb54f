import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hasIntegrity, isContentTypeOf, isResponseFor } from '../../../src/app/precache/entries.ts';

describe('the content type of a file', () => {
  test.each([
    ['/assets/start-1.js', 'text/javascript; charset=utf-8', true],
    ['/assets/start-1.js', 'application/javascript', true],
    ['/assets/start-1.js', 'Application/X-JavaScript', true],
    ['/assets/start-1.js', 'text/html; charset=utf-8', false],
    ['/assets/start-1.js', 'text/plain', false],
    ['/assets/start-1.js', 'application/json', false],
    ['/assets/start-1.js', null, false],
    ['/assets/start-1.css', 'text/css', true],
    ['/assets/start-1.css', 'text/html', false],
    ['/index.html', 'text/html', true],
    ['/index.html', 'application/json', false],
    ['/favicon.svg', 'image/svg+xml', true],
    ['/favicon.svg', 'text/html', false],
    ['/assets/inter.woff2', 'font/woff2', true],
    ['/assets/inter.woff2', 'application/octet-stream', true],
    ['/assets/inter.woff2', null, true],
    ['/assets/inter.woff2', 'TEXT/HTML', false],
    ['/manifest.webmanifest', 'application/json', true],
    ['/manifest.webmanifest', 'text/html', false],
  ])('%s as %s: %s', (path, contentType, expected) => {
    expect(isContentTypeOf(path, contentType)).toBe(expected);
  });

  test.each([204, 206, 302, 404, 500, 511])('counts only in a complete response, not in a %i', (status) => {
    const response = new Response(null, { status, headers: { 'content-type': 'text/javascript' } });
    expect(isResponseFor('/assets/start-1.js', response)).toBe(false);
  });
});

describe('the content of a file', () => {
  const integrity = `sha256-${createHash('sha256').update('let ä = 1;').digest('base64')}`;

  test.each([
    ['let ä = 1;', true],
    ['let ä = 1', false],
    ['<!doctype html>', false],
    ['', false],
  ])('%j is what the build made: %s', async (content, expected) => {
    expect(await hasIntegrity(new Response(content), integrity)).toBe(expected);
  });
});
