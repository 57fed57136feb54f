import { zodResolver } from '@hookform/resolvers/zod';
import { Button } from '@mantine/core';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';
import { inviteClient } from '../../remote/coaching.ts';
import { TextField } from '../../ui/Fields.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useDeed } from './use-deed.ts';

interface InviteSheetProps {
  opened: boolean;
  onClose: () => void;
  onInvited: () => Promise<unknown>;
}

const invitation = z.object({
  email: z.string().check(z.trim(), z.regex(/^[^\s@]+@[^\s@]+$/, 'Write a mail address, such as anna@example.com.')),
});

/** Invites somebody by their mail address. */
export const InviteSheet = ({ opened, onClose, onInvited }: InviteSheetProps) => {
  const formId = useId();
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(invitation),
    defaultValues: { email: '' },
  });
  const invite = useDeed({
    work: inviteClient,
    kept: 'Nobody was invited.',
    done: (_, email) => {
      showToast(`${email} is invited.`);
      reset();
      onClose();
      return onInvited();
    },
  });
  const send = handleSubmit(({ email }) => {
    invite.mutate(email);
  });
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title="Invite a client"
      footer={
        <Button type="submit" form={formId} size="lg" style={{ flex: 1 }} loading={invite.isPending}>
          Invite
        </Button>
      }
    >
      <form id={formId} onSubmit={(event) => void send(event)} noValidate>
        <TextField
          label="Mail address"
          type="email"
          inputMode="email"
          autoComplete="off"
          required
          data-autofocus
          description="The one they sign in with. They find the invitation in the app; no mail is sent."
          error={formState.errors.email?.message}
          {...register('email')}
        />
      </form>
    </Sheet>
  );
};
