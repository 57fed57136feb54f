import { datasetLabel } from '../chains/dataset-labels.ts';
import { type Block, type Mail, mailOf } from './document.ts';
import { counted, instantText } from './values.ts';

/** What a mail of alerts is made of: the database's `private.mail_alerts`. */
export interface AlertData {
  kind: 'alert';
  time_zone: string;
  alerts: readonly {
    kind: 'step_failed' | 'no_success';
    /** The step that failed, or the dataset. */
    subject: string;
    code: string;
    message: string;
    /** ISO 8601. */
    at: string;
    run: number | null;
  }[];
}

/** The mail of one or several alerts that came together. `appUrl`: where the app is; `null`: without a link. */
export const alertMail = ({ alerts, time_zone }: AlertData, appUrl: string | null): Mail => {
  const sentences = alerts.map(sentenceOf);
  const title = sentences.length === 1 ? (sentences[0] ?? '') : counted(sentences.length, 'alert');
  return mailOf({
    subject: `Cadence: ${title}`,
    title,
    blocks: [
      ...alerts.flatMap(({ at, message }, index): Block[] => [
        ...(alerts.length > 1 ? [{ kind: 'heading', text: sentences[index] ?? '' } as const] : []),
        ...(message === '' ? [] : [{ kind: 'paragraph', text: message } as const]),
        { kind: 'paragraph', text: `Noticed on ${instantText(at, time_zone)}.` },
      ]),
      ...(appUrl === null ? [] : [{ kind: 'link', text: 'Open Cadence', url: `${appUrl}${pathOf(alerts)}` } as const]),
    ],
    footer: 'You get alerts because you are an admin of Cadence. Each is sent once.',
  });
};

/** The screen of the run that all of them are about, or of all runs. */
const pathOf = (alerts: AlertData['alerts']): string => {
  const [run = null, ...others] = new Set(alerts.map((alert) => alert.run));
  return run === null || others.length > 0 ? '/admin/chains' : `/admin/chains/runs/${String(run)}`;
};

const sentenceOf = ({ kind, subject, code, run }: AlertData['alerts'][number]): string =>
  kind === 'no_success'
    ? `No success in 26 hours: ${datasetLabel(subject)}`
    : `${subject} failed${run === null ? '' : ` in run ${String(run)}`} (${code})`;
