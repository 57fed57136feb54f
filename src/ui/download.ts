/** WebKit reads the file only after the person has confirmed the download, which may take them long. */
const RELEASE_AFTER_MS = 10 * 60_000;

/**
 * Hands `text` to the person as a file; works offline. An app on the home screen of an iPhone or iPad cannot download:
 * there, the person chooses in the share sheet where to save it.
 *
 * @returns whether the person has the file: `false` where they closed the share sheet.
 */
export const downloadFile = async (name: string, text: string, type: string): Promise<boolean> => {
  const file = new File([text], name, { type: `${type};charset=utf-8` });
  if (isHomeScreenApp() && canShare(file)) {
    try {
      await navigator.share({ files: [file] });
      return true;
    } catch (reason) {
      if (reason instanceof DOMException && reason.name === 'AbortError') return false;
      // Without the tap that it needs, which took too long to handle: the link is what is left.
    }
  }
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  // Some versions start only downloads of links that are in the document.
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, RELEASE_AFTER_MS);
  return true;
};

/** Only WebKit on iPhones and iPads has `navigator.standalone`. */
const isHomeScreenApp = (): boolean => (navigator as { standalone?: boolean }).standalone === true;

const canShare = (file: File): boolean =>
  typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] });
