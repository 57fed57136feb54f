import styles from './Brand.module.css';

/** The mark: a ring that is nearly full, which is also a C. */
export const BrandMark = ({ size = 28 }: { size?: number }) => (
  <svg viewBox="0 0 512 512" width={size} height={size} aria-hidden>
    <rect width="512" height="512" rx="116" fill="#0f6074" />
    <path d="M346.1 167.7A132 132 0 1 0 346.1 344.3" fill="none" stroke="#fff" strokeWidth="56" strokeLinecap="round" />
    <circle cx="380" cy="256" r="28" fill="#8fd3e3" />
  </svg>
);

export const Brand = () => (
  <span className={styles.brand}>
    <BrandMark />
    Cadence
  </span>
);
