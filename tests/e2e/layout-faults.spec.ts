import { findLayoutFaults, type LayoutFault } from './harness/layout-faults.ts';
import { expect, test } from './harness/test.ts';

const BAR = 'position: fixed; left: 0; right: 0; background: white;';
const FILLER = '<p style="height: 900px"></p>';

/** Small pages for a window of 320x568, each with the faults that it has, and the neighbour that has none. */
const PAGES: readonly { what: string; page: string; faults: readonly LayoutFault['fault'][] }[] = [
  { what: 'a plain page', page: '<h1>Today</h1><button style="height: 44px">Log</button>', faults: [] },
  {
    what: 'a line that is wider than the window',
    page: '<p style="white-space: nowrap">A sentence that does not fit into the window at all, at any size of it</p>',
    faults: ['the page scrolls sideways'],
  },
  {
    what: 'a wide table in a frame that scrolls',
    page: '<div style="overflow-x: auto"><div style="width: 900px">Wide</div></div>',
    faults: [],
  },
  {
    what: 'a text that its box cuts off',
    page: '<div style="width: 60px; overflow: hidden; white-space: nowrap">Everything else</div>',
    faults: ['clipped'],
  },
  {
    what: 'a label that its button cuts off',
    page: '<button style="width: 90px; height: 44px"><span style="display: block; overflow: hidden; white-space: nowrap">Start program now</span></button>',
    faults: ['clipped'],
  },
  {
    what: 'an ellipsis without the whole text',
    page: '<div style="width: 60px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">Everything else</div>',
    faults: ['clipped'],
  },
  {
    what: 'an ellipsis with the whole text in its title',
    page: '<div title="Everything else" style="width: 60px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">Everything else</div>',
    faults: [],
  },
  {
    what: 'two lines of a long title in a link to all of it',
    page: '<a href="#" style="display: -webkit-box; width: 90px; overflow: hidden; -webkit-line-clamp: 2; -webkit-box-orient: vertical">A title of a good many words and then some</a>',
    faults: [],
  },
  {
    what: 'a placeholder that is longer than its field',
    page: '<input aria-label="Search" style="width: 80px; height: 44px" placeholder="Search activities, tasks and leads">',
    faults: ['clipped'],
  },
  {
    what: 'two names that run into one another',
    page: '<div style="display: flex"><span>Meetings</span><span>Proposals</span></div>',
    faults: ['overlapping'],
  },
  {
    what: 'two parts of one sentence',
    page: '<p><b>Meet</b><i>ings</i> <span>and proposals</span></p>',
    faults: [],
  },
  {
    what: 'a control over a text',
    page: '<p style="margin: 0">Awaiting payment</p><button style="position: absolute; top: 8px; left: 8px; width: 80px; height: 44px"></button>',
    faults: ['overlapping'],
  },
  {
    what: 'a text that leaves a box whose paint is contained',
    page: '<div style="width: 100px; contain: paint; white-space: nowrap">2 changes not accepted</div>',
    faults: ['clipped'],
  },
  {
    what: 'a label at the top of its button',
    page: '<a href="/" class="mantine-Button-root" style="display: block; height: 44px">Export</a>',
    faults: ['not in the middle of its button'],
  },
  {
    what: 'a label in the middle of its button',
    page: '<a href="/" class="mantine-Button-root" style="display: flex; height: 44px; align-items: center">Export</a>',
    faults: [],
  },
  {
    what: 'two small buttons side by side',
    page: '<button style="width: 16px; height: 16px; padding: 0"></button><button style="width: 16px; height: 16px; padding: 0"></button>',
    faults: ['too small to hit'],
  },
  {
    what: 'a small button with room around it',
    page: '<button style="width: 16px; height: 16px"></button>',
    faults: [],
  },
  {
    what: 'a button two pixels high below another',
    page: '<button style="display: block; height: 44px">Log</button><button style="display: block; height: 2px; padding: 0; overflow: hidden"></button>',
    faults: ['too small to hit'],
  },
  {
    what: 'a name broken inside a word',
    page: '<main><div style="width: 90px; overflow-wrap: anywhere">Bartholomew Featherstone</div></main>',
    faults: ['broken inside a word'],
  },
  {
    what: 'a word that is longer than the window',
    page: `<main><div style="overflow-wrap: anywhere">${'unbroken'.repeat(12)}</div></main>`,
    faults: [],
  },
  {
    what: 'the last button under a bar',
    page: `${FILLER}<button style="height: 44px">Save</button><nav style="${BAR} bottom: 0; height: 60px"></nav>`,
    faults: ['covered'],
  },
  {
    what: 'the last button above a bar that the page makes room for',
    page: `<style>html { scroll-padding-bottom: 60px } body { padding-bottom: 60px }</style>${FILLER}<button style="height: 44px">Save</button><nav style="${BAR} bottom: 0; height: 60px"></nav>`,
    faults: [],
  },
  {
    what: 'a menu that ends below the window',
    page: '<div role="menu" style="position: absolute; top: 500px; height: 200px"><button role="menuitem" style="height: 44px">Edit</button></div>',
    faults: ['outside of the window'],
  },
  {
    what: 'a dialog whose button cannot be reached',
    page: '<div role="dialog" style="position: fixed; inset: 0; overflow: clip"><p style="height: 700px">Text</p><button style="height: 44px">Publish</button></div>',
    faults: ['clipped', 'outside of the window'],
  },
  {
    what: 'bars that leave less than half of the window',
    page: `<header style="${BAR} top: 0; height: 160px"></header><nav style="${BAR} bottom: 0; height: 160px"></nav>`,
    faults: ['bars leave too little room'],
  },
];

test('the layout check finds each fault on a page that has it, and nothing on its neighbour that does not', async ({
  sharedBrowser,
}) => {
  const page = await sharedBrowser.newPage({ viewport: { width: 320, height: 568 } });
  for (const { what, page: body, faults } of PAGES) {
    await page.setContent(`<!doctype html><body style="font: 16px/1.5 sans-serif; margin: 8px">${body}`);
    const found = await page.evaluate(findLayoutFaults);
    expect.soft([...new Set(found.map(({ fault }) => fault))], what).toEqual(faults);
  }
  await page.close();
});

test('the layout check finds text and buttons in the safe areas', async ({ sharedBrowser }) => {
  const page = await sharedBrowser.newPage({ viewport: { width: 844, height: 390 } });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setSafeAreaInsetsOverride', { insets: { top: 0, left: 47, bottom: 21, right: 47 } });
  const viewport = '<meta name="viewport" content="width=device-width, viewport-fit=cover">';
  const faultsOf = async (style: string): Promise<LayoutFault['fault'][]> => {
    await page.setContent(`<!doctype html>${viewport}<body style="margin: 0; ${style}"><p>A line of text</p>`);
    return (await page.evaluate(findLayoutFaults)).map(({ fault }) => fault);
  };
  expect(await faultsOf('')).toEqual(['under a safe area']);
  expect(await faultsOf('padding-left: env(safe-area-inset-left)')).toEqual([]);
  await page.close();
});
