import { zodResolver } from '@hookform/resolvers/zod';
import { useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useFormDraft } from '../../../shared/drafts/use-form-draft.ts';
import { createLead } from '../../../data/leads/leads.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { TextField } from '../../../ui/Fields.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { newLeadSchema } from './validation.ts';

interface AddLeadSheetProps {
  opened: boolean;
  onClose: () => void;
}

/** Creates a lead, then opens it. */
export const AddLeadSheet = ({ opened, onClose }: AddLeadSheetProps) => {
  const db = useDatabase();
  const navigate = useNavigate();
  const form = useForm({
    resolver: zodResolver(newLeadSchema),
    defaultValues: { name: '', company: '', phone: '', email: '' },
  });
  const { register, handleSubmit, formState } = form;
  const clearDraft = useFormDraft('lead', form);
  const { errors, isSubmitting } = formState;
  const add = handleSubmit(async ({ name, company, phone, email }) => {
    const lead = await withSaveErrorToast(() =>
      createLead(db, { name, company: company || null, phone: phone || null, email: email || null }),
    );
    if (!lead) return;
    clearDraft();
    onClose();
    await navigate({ to: '/leads/$id', params: { id: lead.id } });
  });

  return (
    <Sheet opened={opened} onClose={onClose} title="Add lead">
      <SheetForm submitLabel="Add lead" onSubmit={add} isSubmitting={isSubmitting}>
        <TextField
          label="Name"
          required
          autoComplete="off"
          data-autofocus
          error={errors.name?.message}
          {...register('name')}
        />
        <TextField label="Company" autoComplete="off" error={errors.company?.message} {...register('company')} />
        <TextField label="Phone" type="tel" autoComplete="off" error={errors.phone?.message} {...register('phone')} />
        <TextField label="Email" type="email" autoComplete="off" error={errors.email?.message} {...register('email')} />
      </SheetForm>
    </Sheet>
  );
};
