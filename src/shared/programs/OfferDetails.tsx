import type { ReactNode } from 'react';
import type { ProgramOffer } from '../../domain/programs/version.ts';
import { formatCount, formatDuration, plural } from '../../ui/format.ts';
import { formatLine, formatName } from '../../ui/format-name.ts';
import { Section } from '../../ui/Page.tsx';
import { priceLabel } from './program-labels.ts';
import styles from './OfferDetails.module.css';
import { minutesPerWeek } from './offer-labels.ts';

type ShownOffer = Pick<
  ProgramOffer,
  'description' | 'length_days' | 'day_counting' | 'task_count' | 'minutes' | 'price' | 'currency' | 'parameters'
>;

/** A program offer; `children` are between its figures and its parameters. */
export const OfferDetails = ({ offer, children }: { offer: ShownOffer; children: ReactNode }) => (
  <>
    {offer.description && <p className={styles.longText}>{offer.description}</p>}
    <dl className={styles.facts}>
      <Fact name={offer.day_counting === 'weekdays' ? 'Weekdays' : 'Days'} value={formatCount(offer.length_days)} />
      <Fact name={offer.task_count === 1 ? 'Task' : 'Tasks'} value={formatCount(offer.task_count)} />
      <Fact name="A week" value={offer.minutes > 0 ? formatDuration(minutesPerWeek(offer)) : '–'} />
      <Fact name="Price" value={priceLabel(offer)} />
    </dl>
    {children}
    {offer.parameters.length > 0 && (
      <Section title="Questions" detail="You answer these when you start; the tasks use your answers.">
        <ul className={styles.parameters}>
          {offer.parameters.map((parameter) => (
            <li key={parameter.key}>
              <span className={styles.parameterLabel}>
                <span dir="auto">{formatName(parameter.label)}</span>
                {parameter.required && <span className={styles.required}> required</span>}
              </span>
              <span className={styles.quiet}>
                {parameter.options === null ? 'Free text' : optionsLabel(parameter.options)}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    )}
  </>
);

const MAX_LISTED_OPTIONS = 8;

const optionsLabel = (options: readonly string[]): string =>
  formatLine(
    options.length > MAX_LISTED_OPTIONS
      ? `${options.slice(0, MAX_LISTED_OPTIONS).join(', ')} and ${plural(options.length - MAX_LISTED_OPTIONS, 'other')}`
      : options.join(', '),
  );

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
