import { activityTypeLabel } from './activity.ts';

const WITH_LEAD: Record<string, (name: string) => string> = {
  call: (name) => `Call with ${name}`,
  meeting: (name) => `Meeting with ${name}`,
  proposal: (name) => `Proposal for ${name}`,
  follow_up: (name) => `Follow-up with ${name}`,
  new_contact: (name) => `New contact: ${name}`,
};

/** The default title of an activity of `type` about the lead `leadName`. */
export const suggestedTitle = (type: string, leadName?: string | null): string =>
  leadName ? (WITH_LEAD[type]?.(leadName) ?? `${activityTypeLabel(type)}: ${leadName}`) : activityTypeLabel(type);
