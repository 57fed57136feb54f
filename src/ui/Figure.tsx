import { Button } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import styles from './Figure.module.css';

export interface FigureTable {
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

interface FigureProps {
  title: string;
  /** What the chart shows, in one sentence, for screen readers. */
  summary: string;
  legend?: readonly { colour: string; label: string }[];
  /** The same data as a table. */
  table: FigureTable;
  children: ReactNode;
}

/** A chart that can also be shown as a table. */
export const Figure = ({ title, summary, legend, table, children }: FigureProps) => {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <figcaption className={styles.caption}>
        <h2 className={styles.title} id={id}>
          {title}
        </h2>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-pressed={asTable}
          aria-label={`${title} as a table`}
          onClick={() => {
            setAsTable(!asTable);
          }}
        >
          {asTable ? 'Chart' : 'Table'}
        </Button>
      </figcaption>
      {asTable ? (
        <FigureRows title={title} table={table} />
      ) : (
        <>
          <div role="img" aria-label={summary}>
            {children}
          </div>
          {legend && (
            <ul className={styles.legend}>
              {legend.map(({ colour, label }) => (
                <li key={label}>
                  <span className={styles.swatch} style={{ background: colour }} aria-hidden />
                  {label}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </figure>
  );
};

/** The charts of a screen, side by side where there is room. */
export const Figures = ({ children }: { children: ReactNode }) => <div className={styles.figures}>{children}</div>;

const FigureRows = ({ title, table }: { title: string; table: FigureTable }) => (
  <div className={styles.scroller} tabIndex={0} role="group" aria-label={`${title}, table`}>
    <table className={styles.table}>
      <thead>
        <tr>
          {table.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(([name, ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, index) => (
              <td key={table.columns[index + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
