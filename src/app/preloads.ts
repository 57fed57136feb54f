import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/* Used by the build alone: what the page asks for along with itself, instead of after its scripts have run. */

/** The one font, and the code of the first screen. */
export const preloads = (): Plugin => ({
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
      { tag: 'script', children: preloadOfScreen(bundle), injectTo: 'head' },
    ],
  },
});

const preloadOfScreen = (bundle: Rolldown.OutputBundle): string => {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const start = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((chunk) => filesOf(chunk, bundle)));
  const filesFor = (...modules: string[]): string[] => {
    const files = modules.flatMap((name) => {
      const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/${name}`)));
      if (!chunk) throw new Error(`no chunk is made of ${name}`);
      return filesOf(chunk, bundle);
    });
    return [...new Set(files)].filter((file) => !start.has(file));
  };
  return `
      // What comes next: somebody's work, and their database, which takes the browser a while to wake; or the sign-in.
      const isSomebodyHere = localStorage.getItem('cadence.person') !== null;
      if (isSomebodyHere) indexedDB.databases?.().catch(() => undefined);
      for (const file of isSomebodyHere
        ? ${JSON.stringify(filesFor('Workplace.tsx', 'TodayScreen.tsx'))}
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

/** A chunk's file, its styles, and those of everything that it imports at once. */
const filesOf = (chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle, seen = new Set<string>()): string[] => {
  if (seen.has(chunk.fileName)) return [];
  seen.add(chunk.fileName);
  const styles = [...(chunk.viteMetadata?.importedCss ?? [])];
  const imported = chunk.imports.flatMap((name) => {
    const file = bundle[name];
    return file?.type === 'chunk' ? filesOf(file, bundle, seen) : [];
  });
  return [chunk.fileName, ...styles, ...imported];
};
