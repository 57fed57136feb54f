import { type FreshQueryOptions, useFreshQuery } from '../../api/use-fresh-query.ts';

export interface Preview<T> {
  /** `undefined` while it is being requested. */
  data: T | undefined;
  errorMessage: string | null;
  retry: () => void;
}

interface PreviewOptions<T> extends FreshQueryOptions<T> {
  errorMessageOf: (error: unknown) => string;
}

/** What an action would do now, by a dry run on the server. */
export const usePreview = <T>({ errorMessageOf, ...query }: PreviewOptions<T>): Preview<T> => {
  const { data, error, isFetching, refetch } = useFreshQuery(query);
  return {
    data: isFetching ? undefined : data,
    errorMessage: error && !isFetching ? errorMessageOf(error) : null,
    retry: () => void refetch(),
  };
};
