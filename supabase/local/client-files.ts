import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { compressFile, type Encoding, encodingFor } from './compression.ts';
import type { RequestHandler } from './listener.ts';
import { contentSecurityPolicy } from './security-headers.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const TEXT = /^text\/|json|svg|wasm/;
/** File names in here carry a hash of what is in them. */
const HASHED = /^\/assets\//;

interface ClientFile {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  etag: string;
  compressed: Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>;
}

/**
 * Answers with the files of a built client. A path that is no file is a place in the app, and gets the
 * app's page; one that looks like a file, or stands among the hashed assets, gets 404.
 */
export const clientFiles = async (directory: string): Promise<RequestHandler> => {
  const files = await readFiles(directory);
  const page = files.get('/index.html');
  if (!page) throw new Error(`There is no index.html in ${directory}.`);
  const pagePolicy = contentSecurityPolicy(new TextDecoder().decode(page.body));

  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response('Method not allowed', { status: 405, headers: { allow: 'GET, HEAD' } });
    }
    const path = decodePath(request.url);
    const found = path === null ? undefined : (files.get(path) ?? (isPlace(path) ? page : undefined));
    if (!found) return new Response('Not found', { status: 404, headers: { 'cache-control': 'no-store' } });
    const headers = new Headers({
      'content-type': found.type,
      etag: found.etag,
      'cache-control': HASHED.test(path ?? '') ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'Accept-Encoding',
      ...(found === page && { 'content-security-policy': pagePolicy }),
    });
    if (request.headers.get('if-none-match')?.includes(found.etag)) return new Response(null, { status: 304, headers });
    const encoding = TEXT.test(found.type) ? encodingFor(request.headers.get('accept-encoding'), ['br', 'gzip']) : null;
    const body = encoding ? await compressed(found, encoding) : found.body;
    if (encoding) headers.set('content-encoding', encoding);
    headers.set('content-length', String(body.byteLength));
    return new Response(request.method === 'HEAD' ? null : body, { headers });
  };
};

/** Reads a client's files; what starts with a dot is not for the world. */
const readFiles = async (directory: string): Promise<Map<string, ClientFile>> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = new Map<string, ClientFile>();
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const file = join(entry.parentPath, entry.name);
    const body = new Uint8Array(await readFile(file));
    files.set(`/${relative(directory, file).split(sep).join('/')}`, {
      body,
      type: TYPES[extname(entry.name)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      compressed: new Map(),
    });
  }
  return files;
};

const compressed = (file: ClientFile, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> => {
  const made = file.compressed.get(encoding) ?? compressFile(file.body, encoding).then((body) => new Uint8Array(body));
  file.compressed.set(encoding, made);
  return made;
};

const decodePath = (url: string): string | null => {
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    return path === '/' ? '/index.html' : path;
  } catch {
    return null;
  }
};

const isPlace = (path: string): boolean => !HASHED.test(path) && !/\.[a-z0-9]{1,12}$/i.test(path);
