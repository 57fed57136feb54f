/** A smaller body is hardly smaller compressed. */
const LEAST_LENGTH = 2_000;

/** Whether a server says that it accepts request bodies in gzip, with `Accept-Encoding` in a response (RFC 7694). */
export const acceptsGzip = (response: Response): boolean =>
  /\bgzip\b/.test(response.headers.get('accept-encoding') ?? '');

/** The body in gzip; `null` where the platform cannot compress, or where it is not worth it. */
export const compressBody = async (body: string): Promise<Uint8Array<ArrayBuffer> | null> => {
  if (body.length < LEAST_LENGTH || !('CompressionStream' in globalThis)) return null;
  const compressed = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
};
