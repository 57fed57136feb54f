import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useId } from 'react';
import { IconChevronLeft } from './icons.ts';
import { lastSearchOf } from './address-state.ts';
import { BreakableText } from './BreakableText.tsx';
import { formatDetail, formatName } from './format-name.ts';
import styles from './Page.module.css';

interface PageProps {
  /** `reading` for a column of text and forms, `wide` for tables. */
  width?: 'reading' | 'wide';
  /** `main` on pages outside the app shell, which has its own. */
  as?: 'div' | 'main';
  children: ReactNode;
}

/** The column of a screen. Its first child is a PageHeader. */
export const Page = ({ width = 'reading', as: Element = 'div', children }: PageProps) => (
  <Element className={styles.page} data-width={width}>
    {children}
  </Element>
);

interface PageHeaderProps {
  title: string;
  /** One muted line under the title. */
  detail?: ReactNode;
  /** The parent screen. It is set as it was last. */
  back?: { to: string; label: string };
  actions?: ReactNode;
}

/** The screen's only `h1`; also sets the document's title. */
export const PageHeader = ({ title: name, detail, back, actions }: PageHeaderProps) => {
  const title = formatName(name);
  useEffect(() => {
    document.title = `${title} · Cadence`;
  }, [title]);
  return (
    <header className={styles.header}>
      {back && (
        <Link to={back.to} search={lastSearchOf(back.to) as never} className={styles.back}>
          <IconChevronLeft size={18} aria-hidden />
          {back.label}
        </Link>
      )}
      <div className={styles.titleLine}>
        <h1 className={styles.title} dir="auto">
          <BreakableText text={title} />
        </h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {detail && (
        <div className={styles.detail}>
          {typeof detail === 'string' ? <BreakableText text={formatDetail(detail)} /> : detail}
        </div>
      )}
    </header>
  );
};

interface SectionProps {
  title?: string;
  /** A small control at the right of the title. */
  action?: ReactNode;
  /** One muted line under the title. */
  detail?: ReactNode;
  children: ReactNode;
}

export const Section = ({ title, action, detail, children }: SectionProps) => {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={title ? id : undefined}>
      {title && (
        <div className={styles.sectionLine}>
          <h2 className={styles.sectionTitle} id={id} dir="auto">
            {title}
          </h2>
          {action}
        </div>
      )}
      {detail && <div className={styles.sectionDetail}>{detail}</div>}
      {children}
    </section>
  );
};

export const Card = ({ children, padded = true }: { children: ReactNode; padded?: boolean }) => (
  <div className={styles.card} data-padded={padded || undefined}>
    {children}
  </div>
);
