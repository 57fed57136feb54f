/*
 * The one locale of dates, times, numbers, weekdays and the order of names. It is the browser's own, which its date and time
 * fields follow as well, so that a date looks the same in a field as beside it.
 */

let locale = new Intl.DateTimeFormat().resolvedOptions().locale;

/** A BCP 47 language tag, such as `en-GB`. */
export const currentLocale = (): string => locale;

/** For tests, which must not depend on the machine. */
export const setLocale = (tag: string): void => {
  locale = tag;
};

/** What `make` returns for the current locale, made once for each: formatters are slow to make. */
export const forLocale = <Made>(make: (locale: string) => Made): (() => Made) => {
  const made = new Map<string, Made>();
  return () => {
    const known = made.get(locale);
    if (known !== undefined) return known;
    const created = make(locale);
    made.set(locale, created);
    return created;
  };
};
