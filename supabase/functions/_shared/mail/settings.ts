import { getSetting } from '../environment.ts';

export interface MailSettings {
  /** Of Resend's API, without a slash at its end. */
  url: string;
  key: string;
  /** `Name <address>` of a domain that the provider knows as ours. */
  from: string;
  appUrl: string;
}

/** The app's address without a slash at its end; `null` where it is not set, or is none of HTTP. */
export const appUrl = (): string | null => {
  const url = getSetting('APP_URL');
  return url !== null && /^https?:\/\/\S+$/.test(url) ? url.replace(/\/+$/, '') : null;
};

/** What mails are sent with, or the names of the settings that are missing. */
export const mailSettings = (): MailSettings | { missing: string[] } => {
  const key = getSetting('RESEND_API_KEY');
  const from = getSetting('MAIL_FROM');
  const app = appUrl();
  if (key !== null && from !== null && app !== null) {
    return { url: (getSetting('RESEND_URL') ?? 'https://api.resend.com').replace(/\/+$/, ''), key, from, appUrl: app };
  }
  const values = { RESEND_API_KEY: key, MAIL_FROM: from, APP_URL: app };
  return {
    missing: Object.entries(values)
      .filter(([, value]) => value === null)
      .map(([name]) => name),
  };
};
