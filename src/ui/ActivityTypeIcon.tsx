import { IconArrowForwardUp, IconFileText, IconPhone, IconTag, IconUserPlus, IconUsers } from './icons.ts';

const ICONS: Record<string, typeof IconTag> = {
  call: IconPhone,
  meeting: IconUsers,
  proposal: IconFileText,
  follow_up: IconArrowForwardUp,
  new_contact: IconUserPlus,
};

/** The bare icon of a type, for places that say its name too; a custom type has a tag. */
export const ActivityTypeIcon = ({ type }: { type: string }) => {
  const Icon = ICONS[type] ?? IconTag;
  return <Icon size={18} stroke={1.8} aria-hidden />;
};
