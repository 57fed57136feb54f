/** Milliseconds by which a signature's time may differ from ours. */
const TOLERANCE_MS = 5 * 60_000;

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const keyOf = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);

/** HMAC-SHA-256 in hexadecimal. */
export const signHmac = async (secret: string, text: string): Promise<string> => {
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(secret), bytesOf(text)));
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join('');
};

/**
 * Whether `header` (`t=<seconds>,v1=<hex>`) is the HMAC of `<seconds>.<body>`, signed within five minutes of
 * `now`. A sender that changes its secret may send several `v1`. Compared in constant time.
 */
export const isSigned = async (secret: string, body: string, header: string, now: number): Promise<boolean> => {
  const parts = header.split(',').map((part) => part.trim());
  const time = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
  if (!/^\d{1,12}$/.test(time) || Math.abs(now - Number(time) * 1_000) > TOLERANCE_MS) return false;
  const key = await keyOf(secret);
  for (const part of parts) {
    const mac = /^v1=([0-9a-f]{64})$/.exec(part)?.[1];
    if (mac && (await crypto.subtle.verify('HMAC', key, fromHex(mac), bytesOf(`${time}.${body}`)))) return true;
  }
  return false;
};

const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
