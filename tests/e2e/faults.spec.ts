import { entry, indicator, log, readyForOffline, sent, signIn, signUp, synced } from './harness/person.ts';
import { expect, test } from './harness/test.ts';

test('killing the browser right after an entry is on screen loses nothing', async ({ newDiskDevice }) => {
  const phone = await newDiskDevice();
  await signUp(phone.page, 'Kira');
  await readyForOffline(phone.page);
  await phone.context.setOffline(true);
  await log(phone.page, 'Call', 'The last call');
  await expect(entry(phone.page, 'The last call')).toBeVisible();
  const again = await phone.reopen('/today', { offline: true });
  await expect(entry(again, 'The last call')).toBeVisible();
});

test('killing the server loses nothing that was on screen, and sync continues after its restart', async ({
  newDevice,
  server,
}) => {
  const phone = await newDevice();
  const rep = await signUp(phone.page, 'Lena');
  await sent(phone.page, () => log(phone.page, 'Call', 'Before the cut'));

  await server.kill();
  await log(phone.page, 'Meeting', 'During the cut');
  await expect(entry(phone.page, 'During the cut')).toBeVisible();
  await expect(indicator(phone.page)).toHaveAccessibleName(/Offline.*1/);

  await server.start();
  await indicator(phone.page).click();
  await phone.page.getByRole('button', { name: 'Sync now' }).click();
  await synced(phone.page);

  const tablet = await newDevice();
  await signIn(tablet.page, rep.email);
  await expect(entry(tablet.page, 'Before the cut')).toBeVisible();
  await expect(entry(tablet.page, 'During the cut')).toBeVisible();
});

test('invalid responses lose no work, which is pushed once the server responds again', async ({ newDevice }) => {
  const phone = await newDevice();
  await signUp(phone.page, 'Nina');
  const responses = [
    { status: 500, body: 'boom' },
    { status: 200, contentType: 'text/html', body: '<html>Sign in to the hotel network</html>' },
    { status: 200, body: '' },
    { status: 429, headers: { 'retry-after': '0' }, body: '' },
    { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' },
  ];
  let requests = 0;
  await phone.page.route('**/rest/v1/rpc/sync_*', async (route) => {
    const response = responses[requests];
    requests += 1;
    if (response) await route.fulfill(response);
    else await route.fallback();
  });
  await log(phone.page, 'Call', 'A stubborn call');
  await expect(entry(phone.page, 'A stubborn call')).toBeVisible();
  await expect(async () => {
    await phone.page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    expect(requests).toBeGreaterThan(responses.length);
  }).toPass();
  await synced(phone.page);
});

test('a change whose response is lost is not applied twice', async ({ newDevice }) => {
  const phone = await newDevice();
  const rep = await signUp(phone.page, 'Rosa');
  let lost = 0;
  await phone.page.route('**/rest/v1/rpc/sync_push', async (route) => {
    if (lost > 0) {
      await route.fallback();
      return;
    }
    lost += 1;
    await route.fetch();
    await route.abort('connectionreset');
  });
  await log(phone.page, 'Call', 'Sent twice');
  await expect(async () => {
    await phone.page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    expect(lost).toBe(1);
    await expect(indicator(phone.page)).toHaveAccessibleName('Sync: Synced', { timeout: 1_000 });
  }).toPass();

  const tablet = await newDevice();
  await signIn(tablet.page, rep.email);
  await expect(entry(tablet.page, 'Sent twice')).toHaveCount(1);
});
