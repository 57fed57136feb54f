import type { ReactNode } from 'react';
import type { ProgramOffer } from '../../domain/program-version.ts';
import { formatCount, formatDuration, plural } from '../../ui/format.ts';
import { Section } from '../../ui/Page.tsx';
import { priceText } from '../../ui/program-words.ts';
import styles from './Gallery.module.css';
import { minutesAWeek } from './words.ts';

/** What a program requires of whoever takes it; `children`, the way in, are among it. */
export const OfferFacts = ({ offer, children }: { offer: ProgramOffer; children: ReactNode }) => (
  <>
    {offer.description && <p className={styles.prose}>{offer.description}</p>}
    <dl className={styles.facts}>
      <Fact name={offer.day_counting === 'weekdays' ? 'Weekdays' : 'Days'} value={formatCount(offer.length_days)} />
      <Fact name={offer.task_count === 1 ? 'Task' : 'Tasks'} value={formatCount(offer.task_count)} />
      <Fact name="A week" value={offer.minutes > 0 ? formatDuration(minutesAWeek(offer)) : '–'} />
      <Fact name="Price" value={priceText(offer)} />
    </dl>
    {children}
    {offer.parameters.length > 0 && (
      <Section title="What it asks for" detail="Filled in when you take it; its tasks are about your answers.">
        <ul className={styles.asked}>
          {offer.parameters.map((parameter) => (
            <li key={parameter.key}>
              <span className={styles.taskTitle}>
                {parameter.label}
                {parameter.required && <span className={styles.required}> required</span>}
              </span>
              <span className={styles.quiet}>
                {parameter.options === null ? 'In your own words' : optionsText(parameter.options)}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    )}
  </>
);

const TOLD = 8;

const optionsText = (options: readonly string[]): string =>
  options.length > TOLD
    ? `${options.slice(0, TOLD).join(', ')} and ${plural(options.length - TOLD, 'other')}`
    : options.join(', ');

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
