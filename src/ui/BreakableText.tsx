import { Fragment } from 'react';

/** Addresses and the like: a longer run of letters without a space. */
const LONG_WORD = /\S{16,}/;
const BREAKS = /(?<=[@./_-])(?=[^@./_\s-])/;

/** A text whose e-mail and web addresses break at their signs where they are too long for one line. */
export const BreakableText = ({ text }: { text: string }) =>
  LONG_WORD.test(text)
    ? text.split(BREAKS).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))
    : text;
