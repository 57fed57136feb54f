import { useSearch } from '@tanstack/react-router';
import { getGalleryProgram, getLinkedProgram, getPublicInvitation } from '../../../data/programs/public-preview.ts';
import type { PublicInvitation, PublicPreview } from '../../../data/programs/public-preview.ts';
import { dateInTimeZone } from '../../../domain/calendar/calendar-date.ts';
import { TransportFailure } from '../../../contract/transport-failure.ts';
import { useFreshQuery } from '../../../api/use-fresh-query.ts';
import { requestErrorMessage } from '../../../shared/errors/request-error-message.ts';
import { HiddenTasks, ProgramDays } from '../../../shared/programs/ProgramDays.tsx';
import { OfferDetails } from '../../../shared/programs/OfferDetails.tsx';
import { PRICED_PROGRAM_MESSAGE, NOT_APPROVED_MESSAGE } from '../../../shared/programs/offer-labels.ts';
import { type OfferLink, offerLinkOf } from '../../../shared/programs/offer-link.ts';
import { CohortSharingNote, SelfStartSharingNote } from '../../../shared/programs/SharingNote.tsx';
import { priceLabel } from '../../../shared/programs/program-labels.ts';
import { RetryNotice } from '../../../shared/queries/RetryNotice.tsx';
import { Brand } from '../../../ui/Brand.tsx';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatLongDate, joinDetails } from '../../../ui/format.ts';
import { Card, Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import styles from './Invitation.module.css';

/** What a cohort's, a program's or a gallery link leads to, for somebody who is not signed in. The sign-in leads back to it. */
export const InvitationScreen = () => {
  const { from } = useSearch({ strict: false });
  const link = offerLinkOf(from);
  const offer = useFreshQuery({
    key: ['public-preview', link?.kind, link?.key],
    read: () => readOffer(link),
    enabled: link !== null,
  });
  const failure = offer.error instanceof TransportFailure ? offer.error : null;
  const isNothing = link === null || failure?.code === 'rejected';
  return (
    <Page as="main">
      <Brand />
      {offer.data ? (
        <Offer from={from} preview={offer.data} />
      ) : (
        <>
          <PageHeader title={link?.kind === 'cohort' ? 'Join cohort' : 'Program'} />
          {isNothing ? (
            <EmptyState>
              This link no longer works, or is closed to new people. The coach has the current one. If you have joined
              already, sign in.
            </EmptyState>
          ) : offer.isError && !offer.isFetching ? (
            <RetryNotice
              title="Couldn’t load what you are invited to."
              message={requestErrorMessage(failure?.code ?? null, 'You can sign in all the same.')}
              onRetry={() => offer.refetch()}
            />
          ) : (
            <SkeletonRows count={5} />
          )}
          <Entrances from={from} />
        </>
      )}
    </Page>
  );
};

const readOffer = (link: OfferLink | null): Promise<PublicPreview | PublicInvitation> => {
  const { kind, key } = link ?? { kind: 'gallery', key: '' };
  if (kind === 'cohort') return getPublicInvitation(key);
  return kind === 'program' ? getLinkedProgram(key) : getGalleryProgram(key);
};

interface OfferProps {
  from: string | undefined;
  preview: PublicPreview | PublicInvitation;
}

const Offer = ({ from, preview }: OfferProps) => {
  const { offer, modules, days, hidden_tasks } = preview;
  const cohort = 'cohort' in preview ? preview : null;
  return (
    <>
      <PageHeader
        title={offer.title}
        detail={joinDetails(
          cohort !== null && cohort.cohort,
          offer.coach && `with ${offer.coach}`,
          cohort !== null && startLabel(cohort.start_date),
        )}
      />
      <Card>
        <div className={styles.invitation}>
          <p>
            <strong>{cohort ? 'You are invited to join this cohort.' : 'This program was shared with you.'}</strong>{' '}
            {cohort ? cohortTerms(offer) : selfStartTerms(offer)}
          </p>
          <Entrances from={from} />
          {cohort ? <CohortSharingNote /> : <SelfStartSharingNote />}
        </div>
      </Card>
      <Section title="About the program">
        <OfferDetails offer={offer}>
          <HiddenTasks version={{ ...offer, hidden_tasks }} />
        </OfferDetails>
      </Section>
      <ProgramDays version={{ ...offer, modules, days, hidden_tasks }} />
    </>
  );
};

/** By the device's date: nobody is signed in whose time zone it could be. */
const startLabel = (start: string): string => {
  const today = dateInTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone, Date.now());
  return `${start < today ? 'started' : 'starts'} ${formatLongDate(start)}`;
};

const cohortTerms = (offer: PublicPreview['offer']): string =>
  offer.price === null
    ? 'It is free. Create an account or sign in, then you join.'
    : `The price is ${priceLabel(offer)}. Create an account or sign in, then you join and see how to pay.`;

const selfStartTerms = ({ price, is_approved }: PublicPreview['offer']): string => {
  if (price !== null) return PRICED_PROGRAM_MESSAGE;
  return is_approved ? 'It is free. Create an account or sign in to start it.' : NOT_APPROVED_MESSAGE;
};

/** Both lead back to the link. */
const Entrances = ({ from }: { from: string | undefined }) => {
  const search = from === undefined ? {} : { from };
  return (
    <div className={styles.entrances}>
      <ButtonLink to="/sign-up" search={search} size="lg">
        Create account
      </ButtonLink>
      <ButtonLink to="/sign-in" search={search} size="lg" variant="default">
        Sign in
      </ButtonLink>
    </div>
  );
};
