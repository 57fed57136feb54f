import { type BackendOptions, openBackend } from './backend.ts';
import { damaged, openDataFolder } from './data-folder.ts';
import { seedDemo } from './demo/seed.ts';
import { seedChains } from './demo/seed-chains.ts';
import { seedPrograms } from './demo/seed-programs.ts';
import { type BackendWithFunctions, withFunctions } from './functions.ts';
import type { Mail } from './mail.ts';
import { StartFailure } from './start-failure.ts';
import { DEMO_SIZES, generateVendorData } from './vendors/generate.ts';

export interface SeededBackend extends BackendWithFunctions {
  /**
   * Makes what is still to be made of the demo people's programs and of the runs of chains; tells whether there was anything. For when the
   * backend is served. Where `signal` ends it, the next one goes on.
   */
  seedPrograms: (signal: AbortSignal) => Promise<boolean>;
}

/**
 * Opens the backend with its functions on the data folder at `path`. The first time it is filled with demo people and their
 * last twelve weeks; a first time that is cut off is begun again. With `programs` they are to
 * get programs as well.
 * @throws StartFailure when the folder cannot be used or its data is damaged.
 */
export const openSeededBackend = async (
  path: string,
  options: Pick<BackendOptions, 'siteUrl' | 'onMail' | 'confirmEmails'> &
    Record<'printLine' | 'onFault', (text: string) => void> & { programs: boolean },
): Promise<SeededBackend> => {
  const folder = openDataFolder(path);
  let isFilling = folder.fresh;
  const onMail = (mail: Mail) => {
    // Demo people confirm nothing.
    if (isFilling) return;
    backend.mailbox.keepAuthMail(mail);
    options.onMail(mail);
  };
  let backend: BackendWithFunctions;
  try {
    backend = withFunctions(await openBackend({ ...options, onMail, database: folder.database, keys: folder.keys }), {
      url: options.siteUrl,
      keys: folder.keys,
      paymentLedger: folder.paymentLedger,
      mailboxFile: folder.mailboxFile,
      vendorData: generateVendorData({ sizes: DEMO_SIZES, seed: 'demo', now: folder.madeAt }),
      onFault: options.onFault,
    });
  } catch (error) {
    throw isAboutSchema(error) ? notUpToDate(error) : damaged(path, error);
  }
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const filled: SeededBackend = {
    ...backend,
    seedPrograms: async (signal) => {
      const instant = folder.programsDue();
      if (instant === null) return false;
      await seedPrograms(backend, folder.keys.publishable, { instant, timeZone }, signal);
      await seedChains(backend, signal);
      folder.setProgramsDue(null);
      return true;
    },
  };
  if (!folder.fresh) return filled;
  options.printLine('Creating demo people and twelve weeks of their work (once) …');
  try {
    const instant = Date.now();
    await seedDemo(backend, folder.keys.publishable, { instant, timeZone });
    folder.setProgramsDue(options.programs ? instant : null);
    folder.markFilled();
    isFilling = false;
    return filled;
  } catch (error) {
    await backend.close();
    throw error;
  }
};

/** A statement of a migration was rejected; the database itself is intact. */
const isAboutSchema = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^(0A|2[23B]|42|P0)/.test(String(error.code));

const notUpToDate = (error: Error) =>
  new StartFailure(
    'migration-failed',
    `The database could not be migrated: ${error.message}. Its data is unchanged. ` +
      'Correct the newest file in supabase/migrations, or start over with fresh demo data: npm run reset',
    { cause: error },
  );
