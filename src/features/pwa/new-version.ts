/** Names the toast that offers a new version. */
export const NEW_VERSION_TOAST = 'new-version';
