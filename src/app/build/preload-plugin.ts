import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/** Preloads the font and the code of the first screen together with the page, instead of after its scripts have run. */
export const preloadPlugin = (): Plugin => ({
  name: 'preloads',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => [
      ...Object.keys(bundle)
        .filter((file) => file.endsWith('.woff2'))
        .map<HtmlTagDescriptor>((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true },
          injectTo: 'head',
        })),
      {
        tag: 'script',
        attrs: { type: 'application/json', id: 'first-screen-files' },
        children: firstScreenFiles(bundle),
        injectTo: 'head',
      },
      { tag: 'script', children: PRELOAD_SCRIPT, injectTo: 'head' },
    ],
  },
});

/** The same in every build: hosts name it by its digest. */
const PRELOAD_SCRIPT = `
      // With a session: the app, and IndexedDB, whose first use takes the browser a while. Without: the sign-in.
      (() => {
        let hasSession = false;
        try {
          hasSession = localStorage.getItem('cadence.person') !== null;
          if (hasSession) indexedDB.databases?.().catch(() => undefined);
        } catch {
          // A browser that blocks storage has no session either.
        }
        const files = JSON.parse(document.getElementById('first-screen-files').textContent);
        for (const file of hasSession ? files.app : files.signIn) {
          const link = document.createElement('link');
          link.href = '/' + file;
          if (file.endsWith('.css')) Object.assign(link, { rel: 'preload', as: 'style' });
          else link.rel = 'modulepreload';
          link.crossOrigin = '';
          document.head.append(link);
        }
      })();
    `;

/** What the first screen of the app and the sign-in need besides the page's own scripts, as JSON. */
const firstScreenFiles = (bundle: Rolldown.OutputBundle): string => {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const entryFiles = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((chunk) => chunkFiles(chunk, bundle)));
  const filesFor = (...modules: string[]): string[] => {
    const files = modules.flatMap((name) => {
      const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/${name}`)));
      if (!chunk) throw new Error(`no chunk is made of ${name}`);
      return chunkFiles(chunk, bundle);
    });
    return [...new Set(files)].filter((file) => !entryFiles.has(file));
  };
  return JSON.stringify({
    app: filesFor('AuthenticatedApp.tsx', 'TodayRoute.tsx'),
    signIn: filesFor('SignInScreen.tsx'),
  });
};

/** The files of a chunk and of all its static imports, styles included. */
const chunkFiles = (chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle, seen = new Set<string>()): string[] => {
  if (seen.has(chunk.fileName)) return [];
  seen.add(chunk.fileName);
  const styles = [...(chunk.viteMetadata?.importedCss ?? [])];
  const imported = chunk.imports.flatMap((name) => {
    const file = bundle[name];
    return file?.type === 'chunk' ? chunkFiles(file, bundle, seen) : [];
  });
  return [chunk.fileName, ...styles, ...imported];
};
