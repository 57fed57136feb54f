import { typeLabel } from './activity.ts';

const WITH_LEAD: Record<string, (name: string) => string> = {
  call: (name) => `Call with ${name}`,
  meeting: (name) => `Meeting with ${name}`,
  proposal: (name) => `Proposal for ${name}`,
  follow_up: (name) => `Follow-up with ${name}`,
  new_contact: (name) => `New contact: ${name}`,
};

/** A title that fits an activity of `type` about `leadName`, until its person writes a better one. */
export const suggestedTitle = (type: string, leadName?: string | null): string =>
  leadName ? (WITH_LEAD[type]?.(leadName) ?? `${typeLabel(type)}: ${leadName}`) : typeLabel(type);
