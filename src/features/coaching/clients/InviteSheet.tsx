import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';
import { useFormDraft } from '../../../shared/drafts/use-form-draft.ts';
import { inviteClient } from '../../../data/coaching/connections.ts';
import { TextField } from '../../../ui/Fields.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { normalLabel } from '../../../domain/values/text.ts';
import { EMAIL_PATTERN } from '../../../shared/fields/validation.ts';
import { useConnectionMutation } from '../../../shared/coaching/use-connection-mutation.ts';

interface InviteSheetProps {
  opened: boolean;
  onClose: () => void;
  onInvited: () => Promise<unknown>;
  /** Whether an address had an open invitation before. */
  wasInvited: (email: string) => boolean;
}

const inviteSchema = z.object({
  email: z
    .string()
    .check(z.overwrite(normalLabel), z.regex(EMAIL_PATTERN, 'Enter an email address, such as anna@example.com.')),
});

export const InviteSheet = ({ opened, onClose, onInvited, wasInvited }: InviteSheetProps) => {
  const form = useForm({
    resolver: zodResolver(inviteSchema),
    defaultValues: { email: '' },
  });
  const { register, handleSubmit, formState } = form;
  const clearDraft = useFormDraft('invitation', form);
  const invite = useConnectionMutation({
    mutate: inviteClient,
    errorDetail: 'The invitation was not sent.',
    onDone: (state, email) => {
      showToast(
        state === 'accepted'
          ? `${email} is already your client.`
          : wasInvited(email)
            ? `${email} was already invited.`
            : `Invited ${email}.`,
      );
      clearDraft();
      onClose();
      return onInvited();
    },
  });
  const send = handleSubmit(({ email }) => invite.mutate(email));
  return (
    <Sheet opened={opened} onClose={onClose} title="Invite client">
      <SheetForm submitLabel="Send invitation" onSubmit={send} isSubmitting={invite.isPending}>
        <TextField
          label="Email"
          type="email"
          inputMode="email"
          autoComplete="off"
          required
          data-autofocus
          description="The email they sign in with. They see the invitation in the app; no email is sent."
          error={formState.errors.email?.message}
          {...register('email')}
        />
      </SheetForm>
    </Sheet>
  );
};
