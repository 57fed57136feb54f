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
      { tag: 'script', children: firstScreenPreloadScript(bundle), injectTo: 'head' },
    ],
  },
});

const firstScreenPreloadScript = (bundle: Rolldown.OutputBundle): string => {
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
  return `
      // With a session: the app, and IndexedDB, whose first use takes the browser a while. Without: the sign-in.
      const hasSession = localStorage.getItem('cadence.person') !== null;
      if (hasSession) indexedDB.databases?.().catch(() => undefined);
      for (const file of hasSession
        ? ${JSON.stringify(filesFor('AuthenticatedApp.tsx', 'TodayRoute.tsx'))}
        : ${JSON.stringify(filesFor('SignInScreen.tsx'))}) {
        const link = document.createElement('link');
        link.href = '/' + file;
        if (file.endsWith('.css')) Object.assign(link, { rel: 'preload', as: 'style' });
        else link.rel = 'modulepreload';
        link.crossOrigin = '';
        document.head.append(link);
      }
    `;
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
