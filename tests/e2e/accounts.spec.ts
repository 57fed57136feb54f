import { entry, log, readyForOffline, sent, signInByForm, signUp, signUpByForm, synced } from './harness/person.ts';
import { DESKTOP, expect, test } from './harness/test.ts';

test('a forgotten password is reset by the mailed link', async ({ newDevice, server }) => {
  const phone = await newDevice();
  const rep = await signUp(phone.page, 'Olga');

  const elsewhere = await newDevice();
  await elsewhere.page.goto('/forgot-password');
  await elsewhere.page.getByLabel('Email').fill(rep.email);
  await elsewhere.page.getByRole('button', { name: /send/i }).click();
  await expect.poll(() => server.console).toContain(`Email to ${rep.email}`);
  const link = /https?:\/\/\S+type=recovery\S*/.exec(server.console.split(`Email to ${rep.email}`).at(-1) ?? '')?.[0];
  await elsewhere.page.goto(link ?? '');
  await expect(elsewhere.page).toHaveURL(/\/reset-password$/);
  await elsewhere.page.getByRole('button', { name: 'Continue' }).click();
  await elsewhere.page.getByLabel('New password', { exact: true }).fill('another-password-1');
  await elsewhere.page.getByRole('button', { name: 'Save and sign in' }).click();
  await elsewhere.page.waitForURL('**/today');

  const third = await newDevice();
  await signInByForm(third.page, rep.email, 'another-password-1');
  await expect(third.page.getByRole('heading', { level: 1, name: 'Today' })).toBeVisible();
});

test('signing out with pending changes shows their number, and signing in again pushes them', async ({ newDevice }) => {
  const phone = await newDevice();
  const rep = await signUpByForm(phone.page, 'Paula');
  await readyForOffline(phone.page);
  await phone.context.setOffline(true);
  await log(phone.page, 'Call', 'Not sent yet');
  await phone.page.goto('/settings');
  await phone.page.getByRole('button', { name: /^sign out/i }).click();
  const dialog = phone.page.getByRole('dialog');
  await expect(dialog.getByText(/1 change/)).toBeVisible();
  await dialog.getByRole('button', { name: /sign out/i }).click();
  await phone.page.waitForURL(/sign-in/);

  await phone.context.setOffline(false);
  await signInByForm(phone.page, rep.email);
  await expect(entry(phone.page, 'Not sent yet')).toBeVisible();
  await synced(phone.page);
});

test('two people on one device never see each other’s work', async ({ newDevice }) => {
  const phone = await newDevice();
  await signUp(phone.page, 'Quinn');
  await sent(phone.page, () => log(phone.page, 'Call', 'Quinn’s own call'));
  await phone.page.goto('/settings');
  await phone.page.getByRole('button', { name: /^sign out/i }).click();
  await phone.page
    .getByRole('dialog')
    .getByRole('button', { name: /sign out/i })
    .click();
  await phone.page.waitForURL(/sign-in/);
  await signUpByForm(phone.page, 'Rita');
  await log(phone.page, 'Call', 'Rita’s own call');
  await expect(entry(phone.page, 'Rita’s own call')).toBeVisible();
  await expect(entry(phone.page, 'Quinn’s own call')).toHaveCount(0);
});

test('only an admin can open the admin screens and set roles', async ({ newDevice }) => {
  const phone = await newDevice();
  const rep = await signUp(phone.page, 'Sven');
  await phone.page.goto('/admin/reps');
  await phone.page.waitForURL('**/today');

  const desk = await newDevice(DESKTOP);
  await signInByForm(desk.page, 'admin@example.com');
  await desk.page.goto('/admin/people');
  await desk.page.getByLabel('Search by name or email').fill(rep.email);
  const role = desk.page.getByLabel('Role of Sven');
  const saved = desk.page.waitForResponse((response) => response.url().endsWith('/rpc/set_role') && response.ok());
  await role.selectOption('admin');
  await saved;
  await desk.page.reload();
  await desk.page.getByLabel('Search by name or email').fill(rep.email);
  await expect(role).toHaveValue('admin');

  await phone.page.reload();
  await synced(phone.page);
  await phone.page.goto('/');
  await phone.page.waitForURL('**/admin/reps');
});
