import {
  IMPARTNER_QUESTIONS,
  NORTHPASS_QUESTIONS,
  type VendorQuestion,
  type VendorReader,
} from './vendor-questions.ts';

/**
 * `npm run probe:vendors`: asks the real vendors what their documentation leaves open. It sends GETs only, with the keys of
 * NORTHPASS_API_KEY, IMPARTNER_API_KEY and IMPARTNER_TENANT_ID; a vendor without a key is left out.
 */
const setting = (name: string): string | null => process.env[name] || null;

const PAUSE_MS = 200;

const readerOf = (baseUrl: string, headers: Record<string, string>): VendorReader => ({
  get: async (path) => {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const response = await fetch(`${baseUrl}${path.replaceAll(' ', '%20')}`, { headers, redirect: 'error' });
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) as unknown };
    } catch {
      return { status: response.status, body: text.slice(0, 200) };
    }
  },
});

const probe = async (vendor: string, reader: VendorReader, questions: readonly VendorQuestion[]): Promise<void> => {
  process.stdout.write(`${vendor}\n`);
  for (const { question, find } of questions) {
    const finding = await find(reader).catch((error: unknown) => `not found out: ${String(error)}`);
    process.stdout.write(`  ${question}: ${finding}\n`);
  }
};

const northpassKey = setting('NORTHPASS_API_KEY');
const impartnerKey = setting('IMPARTNER_API_KEY');
if (northpassKey !== null) {
  const url = setting('NORTHPASS_URL') ?? 'https://api.northpass.com/v2';
  await probe('Northpass', readerOf(url, { 'x-api-key': northpassKey }), NORTHPASS_QUESTIONS);
}
if (impartnerKey !== null) {
  const url = setting('IMPARTNER_URL') ?? 'https://prod.impartner.live/api/objects/v1';
  const headers = { authorization: `prm-key ${impartnerKey}`, 'x-prm-tenantid': setting('IMPARTNER_TENANT_ID') ?? '' };
  await probe('Impartner', readerOf(url, headers), IMPARTNER_QUESTIONS);
}
if (northpassKey === null && impartnerKey === null) {
  process.stderr.write('Set NORTHPASS_API_KEY, or IMPARTNER_API_KEY and IMPARTNER_TENANT_ID.\n');
  process.exitCode = 1;
}
