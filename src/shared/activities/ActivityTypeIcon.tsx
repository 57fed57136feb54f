import { IconArrowForwardUp, IconFileText, IconPhone, IconTag, IconUserPlus, IconUsers } from '../../ui/icons.ts';

const ICONS: Record<string, typeof IconTag> = {
  call: IconPhone,
  meeting: IconUsers,
  proposal: IconFileText,
  follow_up: IconArrowForwardUp,
  new_contact: IconUserPlus,
};

/** Without a label: its name has to be beside it. A custom type has a tag. */
export const ActivityTypeIcon = ({ type }: { type: string }) => {
  const Icon = ICONS[type] ?? IconTag;
  return <Icon size={18} stroke={1.8} aria-hidden />;
};
