import { relative } from 'node:path';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo/people.ts';
import type { Mail } from './mail.ts';

/** Prints a line to the terminal. */
export const printLine = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** What is printed once everything is running. */
export const startMessage = (url: string, dataFolder: string): string => {
  const named = DEMO_PEOPLE.filter(({ email }) => /^(rep|coach|admin)@/.test(email));
  const place = relative(process.cwd(), dataFolder);
  return [
    '',
    `  Cadence is running at ${url}`,
    '',
    '  Sign in as',
    ...named.map(({ email, name, role }) => `    ${email.padEnd(20)} ${name}, ${role}`),
    `  Password: ${DEMO_PASSWORD}`,
    '',
    `  Emails, such as password resets, appear here and at ${url}/mailbox.`,
    `  Data: ${place.startsWith('..') ? dataFolder : place}. Start over: npm run reset. Stop: Ctrl-C.`,
    '',
  ].join('\n');
};

/** A mail that would have been sent, in a few lines. */
export const mailMessage = ({ to, subject, text, link }: Mail): string =>
  ['', `  Email to ${to}: ${subject}`, link ? `  ${link}` : `  ${text.trim().replace(/\n+/g, '\n  ')}`, ''].join('\n');
