import { entry, indicator, log, readyForOffline, sent, signIn, signUp, synced } from './harness/person.ts';
import { DESKTOP, expect, test } from './harness/test.ts';

test('work done offline survives closing the browser, reaches the admin and a second device', async ({
  newDevice,
  newDiskDevice,
}) => {
  const phone = await newDiskDevice();
  const rep = await signUp(phone.page, 'Nora');
  await readyForOffline(phone.page);

  await phone.context.setOffline(true);
  await log(phone.page, 'Call', 'Call about the harbour');
  await log(phone.page, 'Meeting', 'Meeting at the mill');
  await entry(phone.page, 'Call about the harbour').click();
  await phone.page.getByRole('textbox', { name: 'Notes' }).fill('They want two of them.');
  await phone.page.getByRole('textbox', { name: 'Notes' }).blur();
  await expect(phone.page.getByText('Saved on this device')).toBeVisible();
  await expect(indicator(phone.page)).toHaveAccessibleName(/Offline.*3/);

  const again = await phone.reopen('/today', { offline: true });
  await expect(entry(again, 'Call about the harbour')).toBeVisible();
  await expect(entry(again, 'Meeting at the mill')).toBeVisible();
  await entry(again, 'Call about the harbour').click();
  await expect(again.getByRole('textbox', { name: 'Notes' })).toHaveValue('They want two of them.');
  await expect(indicator(again)).toHaveAccessibleName(/Offline.*3/);

  await phone.context.setOffline(false);
  await synced(again);

  const desk = await newDevice(DESKTOP);
  await signIn(desk.page, 'admin@example.com');
  await desk.page.getByLabel(/name or email/i).fill(rep.email);
  await desk.page.getByRole('link', { name: 'Nora' }).click();
  await expect(desk.page.getByRole('heading', { level: 1, name: 'Nora' })).toBeVisible();
  await expect(desk.page.getByText('Meeting at the mill').first()).toBeVisible();

  const tablet = await newDevice();
  await signIn(tablet.page, rep.email);
  await expect(entry(tablet.page, 'Call about the harbour')).toBeVisible();
  await entry(tablet.page, 'Call about the harbour').click();
  await expect(tablet.page.getByRole('textbox', { name: 'Notes' })).toHaveValue('They want two of them.');
});

test('a deep link opens offline from a cold start', async ({ newDiskDevice }) => {
  const phone = await newDiskDevice();
  await signUp(phone.page, 'Dora');
  await readyForOffline(phone.page);
  await phone.context.setOffline(true);
  await log(phone.page, 'Proposal', 'Proposal for the bridge');
  await entry(phone.page, 'Proposal for the bridge').click();
  await phone.page.waitForURL('**/activity/*');
  const link = new URL(phone.page.url()).pathname;

  const again = await phone.reopen(link, { offline: true });
  await expect(again.getByLabel('Title')).toHaveValue('Proposal for the bridge');
});

test('edits of different fields on two devices are both kept', async ({ newDevice }) => {
  const phone = await newDevice();
  const rep = await signUp(phone.page, 'Mira');
  await sent(phone.page, () => log(phone.page, 'Call', 'Call the printer'));
  const tablet = await newDevice();
  await signIn(tablet.page, rep.email);
  await entry(tablet.page, 'Call the printer').click();
  await entry(phone.page, 'Call the printer').click();

  await tablet.context.setOffline(true);
  await tablet.page.getByRole('textbox', { name: 'Outcome' }).fill('Ordered');
  await tablet.page.getByRole('textbox', { name: 'Outcome' }).blur();
  await sent(phone.page, async () => {
    await phone.page.getByRole('textbox', { name: 'Notes' }).fill('Ask for samples');
    await phone.page.getByRole('textbox', { name: 'Notes' }).blur();
  });
  await sent(tablet.page, () => tablet.context.setOffline(false));

  await expect(tablet.page.getByRole('textbox', { name: 'Notes' })).toHaveValue('Ask for samples');
  await phone.page.reload();
  await expect(phone.page.getByRole('textbox', { name: 'Outcome' })).toHaveValue('Ordered');
  await expect(phone.page.getByRole('textbox', { name: 'Notes' })).toHaveValue('Ask for samples');
});

test('a delete can be undone, also after it has reached the cloud', async ({ newDevice }) => {
  const phone = await newDevice();
  await signUp(phone.page, 'Vera');
  await sent(phone.page, () => log(phone.page, 'Call', 'Call the baker'));
  await entry(phone.page, 'Call the baker').click();
  await sent(phone.page, () => phone.page.getByRole('button', { name: 'Delete' }).click());
  await expect(entry(phone.page, 'Call the baker')).toBeHidden();
  // The toast of the log may still be there, with an undo of its own.
  const deleted = phone.page.getByRole('alert').filter({ hasText: 'Deleted' });
  await sent(phone.page, () => deleted.getByRole('button', { name: 'Undo' }).click());
  await phone.page.goto('/today');
  await expect(entry(phone.page, 'Call the baker')).toBeVisible();
});
