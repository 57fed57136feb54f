declare const __APP_VERSION__: string | undefined;

/** This build's version as package.json has it; `dev` where nothing was built. */
export const APP_VERSION: string = typeof __APP_VERSION__ === 'undefined' ? 'dev' : __APP_VERSION__;
