import * as z from 'zod';
import { renderMail } from '../../../src/domain/mail/mail.ts';
import { runInBackground } from '../_shared/background.ts';
import { send, serviceDatabase, userDatabase } from '../_shared/database.ts';
import { handler, readJson, readText } from '../_shared/handler.ts';
import { REPORT_KINDS, reportData } from '../_shared/mail/mail-data.ts';
import { sendMails } from '../_shared/mail/send-mails.ts';
import { appUrl, mailSettings } from '../_shared/mail/settings.ts';

/** `manager`: the address of a partner manager; for executives none. With `send`, the caller gets the report by mail. */
const previewRequest = z.object({
  kind: z.enum(REPORT_KINDS),
  manager: z.string().max(1_000).nullable().default(null),
  send: z.boolean().default(false),
});

const queuedPreview = z.object({ recipient: z.string(), data: reportData });

/**
 * A weekly report as it would be sent now, for admins: `{ subject, html, text, sentTo, isMailSetUp }`. `sentTo` is the address that it was
 * queued for, always the caller's own; `null` without `send`. Where mail is not set up, it waits in the outbox.
 */
Deno.serve(
  handler(async (request) => {
    const { kind, manager, send: isSent } = readJson(previewRequest, await readText(request));
    const database = userDatabase(request);
    const { recipient, data } = isSent
      ? await send(queuedPreview, database.rpc('queue_preview', { kind, manager }))
      : { recipient: null, data: await send(reportData, database.rpc('report_data', { kind, manager })) };
    if (isSent) runInBackground(() => sendMails(serviceDatabase()));
    return { ...renderMail(data, appUrl()), sentTo: recipient, isMailSetUp: !('missing' in mailSettings()) };
  }),
);
