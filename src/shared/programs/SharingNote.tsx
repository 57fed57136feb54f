import styles from './SharingNote.module.css';

/*
 * What other people can read of somebody's work in a program: exactly what row-level security allows
 * (tests/database/cohort-invitation-threats.test.ts, “what joining shares”).
 */

/** Before somebody joins a cohort. */
export const CohortSharingNote = () => (
  <p className={styles.note}>
    The coach sees your name and email, what you enter when you join, and this program’s tasks in your days: whether you
    did them, and what you write in them. They can change those you haven’t done or locked. They see your activities and
    goals only if you have accepted them as your coach. Admins can see all of your work.
  </p>
);

/** Before somebody starts a program by themselves. */
export const SelfStartSharingNote = () => (
  <p className={styles.note}>
    The coach who wrote it sees how many people take it, and how far they get once there are five or more, but neither
    your name nor your tasks. Admins can see all of your work.
  </p>
);
