import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';
import { parseEmailList } from '../../../domain/values/email.ts';
import { useFormDraft } from '../../../shared/drafts/use-form-draft.ts';
import { INVITATIONS_LIMIT, inviteClients, type InvitationResult } from '../../../data/coaching/connections.ts';
import { LongTextField } from '../../../ui/Fields.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { showErrorToast, showToast } from '../../../ui/toast.tsx';
import { useConnectionMutation } from '../../../shared/coaching/use-connection-mutation.ts';
import { invitationsMessage } from './invitations-message.ts';

interface InviteSheetProps {
  opened: boolean;
  onClose: () => void;
  onInvited: () => Promise<unknown>;
}

const inviteSchema = z.object({
  emails: z.string().check(({ value, issues }) => {
    const message = emailsError(value);
    if (message !== null) issues.push({ code: 'custom', message, input: value });
  }),
});

/** Nothing is sent while a part of the text is no address. */
const emailsError = (text: string): string | null => {
  const { addresses, invalid } = parseEmailList(text);
  if (invalid.length > 0 && addresses.length + invalid.length > 1)
    return `Not an email address: ${invalid.map((part) => `“${part}”`).join(', ')}. Correct or remove it.`;
  if (addresses.length === 0) return 'Enter an email address, such as anna@example.com.';
  return addresses.length > INVITATIONS_LIMIT
    ? `Invite at most ${String(INVITATIONS_LIMIT)} people at a time. These are ${String(addresses.length)}.`
    : null;
};

export const InviteSheet = ({ opened, onClose, onInvited }: InviteSheetProps) => {
  const form = useForm({
    resolver: zodResolver(inviteSchema),
    defaultValues: { emails: '' },
  });
  const { register, handleSubmit, formState, watch } = form;
  const clearDraft = useFormDraft('invitation', form);
  const { addresses } = parseEmailList(watch('emails'));
  const invite = useConnectionMutation({
    mutate: inviteClients,
    errorDetail: 'No invitation was sent.',
    onDone: (results: InvitationResult[]) => {
      const hasInvited = results.some(({ result }) => result !== 'own_address' && result !== 'invalid');
      const message = invitationsMessage(results);
      // What could not be invited stays in the field, to be corrected.
      if (!hasInvited) {
        showErrorToast(message);
        return undefined;
      }
      showToast(message);
      clearDraft();
      onClose();
      return onInvited();
    },
  });
  const send = handleSubmit(({ emails }) => invite.mutate(parseEmailList(emails).addresses));
  return (
    <Sheet opened={opened} onClose={onClose} title="Invite clients">
      <SheetForm
        submitLabel={addresses.length > 1 ? `Send ${String(addresses.length)} invitations` : 'Send invitation'}
        onSubmit={send}
        isSubmitting={invite.isPending}
      >
        <LongTextField
          label="Email addresses"
          minRows={2}
          inputMode="email"
          autoComplete="off"
          required
          data-autofocus
          description="The emails they sign in with; several with commas or line breaks between them. They see the invitation in the app; no email is sent."
          error={formState.errors.emails?.message}
          {...register('emails')}
        />
      </SheetForm>
    </Sheet>
  );
};
