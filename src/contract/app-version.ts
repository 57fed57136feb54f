declare const __APP_VERSION__: string | undefined;

/** The version in package.json at build time; `dev` outside of a build. */
export const APP_VERSION: string = typeof __APP_VERSION__ === 'undefined' ? 'dev' : __APP_VERSION__;
