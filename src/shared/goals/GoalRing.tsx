import { IconCheck } from '../../ui/icons.ts';
import styles from './GoalRing.module.css';

interface GoalRingProps {
  /** "Calls" */
  label: string;
  done: number;
  target: number;
  /** Shown as a paler arc behind the done one. */
  planned?: number;
  size?: 'small' | 'medium' | 'large';
  /** Where the context shows the label already; the accessible label stays. */
  hideLabel?: boolean;
}

const PIXELS = { small: 56, medium: 84, large: 120 } as const;
const RADIUS = 44;
const RING_CIRCUMFERENCE = 2 * Math.PI * RADIUS;

const progressRatio = (count: number, target: number): number => (target <= 0 ? 1 : Math.min(1, count / target));

/** "Calls: 32 of 50 done, 4 planned" */
export const goalProgressLabel = (label: string, done: number, target: number, planned = 0): string =>
  `${label}: ${String(done)} of ${String(target)} done${planned > 0 ? `, ${String(planned)} planned` : ''}`;

/** A goal's progress as a ring. */
export const GoalRing = ({ label, done, target, planned = 0, size = 'medium', hideLabel = false }: GoalRingProps) => {
  const reached = done >= target;
  return (
    <figure className={styles.figure} data-size={size}>
      <div className={styles.ring} role="img" aria-label={goalProgressLabel(label, done, target, planned)}>
        <svg viewBox="0 0 100 100" width={PIXELS[size]} height={PIXELS[size]} aria-hidden>
          <circle className={styles.track} cx="50" cy="50" r={RADIUS} />
          {planned > 0 && !reached && <Arc className={styles.planned} ratio={progressRatio(done + planned, target)} />}
          {(done > 0 || reached) && <Arc className={styles.done} ratio={progressRatio(done, target)} />}
        </svg>
        <span className={styles.figures} aria-hidden>
          <span className={styles.count}>{done}</span>
          <span className={styles.target}>
            {reached && <IconCheck size={11} stroke={3} />}
            {size === 'small' ? `/${String(target)}` : `of ${String(target)}`}
          </span>
        </span>
      </div>
      {!hideLabel && (
        <figcaption className={styles.label} aria-hidden>
          {label}
        </figcaption>
      )}
    </figure>
  );
};

const Arc = ({ className, ratio }: { className: string | undefined; ratio: number }) => (
  <circle
    className={className}
    cx="50"
    cy="50"
    r={RADIUS}
    strokeDasharray={RING_CIRCUMFERENCE}
    strokeDashoffset={RING_CIRCUMFERENCE * (1 - ratio)}
    transform="rotate(-90 50 50)"
  />
);
