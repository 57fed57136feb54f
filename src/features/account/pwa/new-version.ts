/** The id of the toast that offers a new version. Apart from the prompt, so that its users do not load workbox. */
export const NEW_VERSION_TOAST = 'new-version';
