/**
 * Why the cloud did not save something, in a sentence.
 *
 * @param problem a code of TransportFailure; null for anything else.
 * @param kept a sentence that says how things are then.
 * @param refusal what the server said no to.
 */
export const whyNotSaved = (problem: string | null, kept: string, refusal = 'The server refused it.'): string => {
  switch (problem) {
    case null:
      return `Something went wrong. ${kept}`;
    case 'offline':
    case 'timeout':
      return `There is no connection, so nothing was changed. ${kept} Try again when you are online.`;
    case 'unauthorized':
      return `Your session has ended. ${kept} Sign in again and repeat it.`;
    case 'refused':
      return `${refusal} ${kept}`;
    default:
      return `The server could not do it. ${kept} Try again in a moment.`;
  }
};
