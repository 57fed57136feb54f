import { useSession } from '../../api/session.ts';
import { GalleryApproval } from '../../features/admin/gallery-approval/GalleryApproval.tsx';
import { ProgramsScreen } from '../../features/programs/authoring/ProgramsScreen.tsx';

/** The programs of a coach; an admin also approves programs for the gallery. */
export const ProgramsRoute = () => {
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  return <ProgramsScreen galleryApproval={isAdmin && <GalleryApproval />} />;
};
