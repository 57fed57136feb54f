/** Long enough for every browser to have started the download. */
const RELEASE_AFTER_MS = 60_000;

/** Downloads `text` as a file; works offline. */
export const downloadFile = (name: string, text: string, type: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, RELEASE_AFTER_MS);
};
