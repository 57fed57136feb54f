import { render, screen, within } from '@testing-library/react';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkCard } from '../../../src/shared/notes/link-card.ts';
import { linksIn, splitLinks } from '../../../src/shared/notes/links.ts';
import { NotesText } from '../../../src/shared/notes/NotesText.tsx';
import { UiProvider } from '../../../src/ui/UiProvider.tsx';

const linkTexts = (text: string) => splitLinks(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []));

describe('links in notes', () => {
  test.each([
    ['See https://example.com/a.', ['https://example.com/a']],
    ['(https://en.wikipedia.org/wiki/Etude_(music))', ['https://en.wikipedia.org/wiki/Etude_(music)']],
    ['Is it HTTP://Example.com/?q=1&b=2!?', ['HTTP://Example.com/?q=1&b=2']],
    ['www.example.com, and “https://example.org/ä”', ['www.example.com', 'https://example.org/ä']],
    ['https://a.example\nhttps://b.example', ['https://a.example', 'https://b.example']],
    ['<https://example.com>', ['https://example.com']],
  ])('are found in %j', (text, found) => {
    expect(linkTexts(text)).toEqual(found);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd and ftp://example.com',
    'https://bank.example@evil.example/',
    'https://bank.example\u2044login.evil.example/',
    'https://bank.example\u2215login.evil.example/',
    'https://bank.example\u29F8login.evil.example/',
    'https://bank.example\uFF0Flogin.evil.example/',
    'https://bank.example\u3002evil.example/',
    'https://user:secret@example.com/',
    'https://',
    'http://?',
    'ben@www.example.com',
    'xhttps://example.com',
  ])('are none in %j', (text) => {
    expect(linkTexts(text)).toEqual([]);
  });

  test('end where invisible characters could hide where they lead', () => {
    expect(linkTexts('https://example.com/\u202Egpj.exe')).toEqual(['https://example.com/']);
  });

  test('of any text lead to the web, and the parts are the text', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.constantFrom('javascript:', 'https://', 'www.', '@', '(', ')', '"', '\n', ' '),
      ),
    );
    fc.assert(
      fc.property(pieces, (list) => {
        const text = list.join('');
        expect(
          splitLinks(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
        for (const url of linksIn(text)) {
          expect(['http:', 'https:']).toContain(new URL(url).protocol);
          expect(new URL(url).username).toBe('');
          linkCard(url);
        }
      }),
    );
  });
});

describe('the card of a link', () => {
  test.each([
    ['https://www.youtube.com/watch?v=abc', 'video', 'Video on YouTube', 'youtube.com'],
    ['https://youtu.be/abc?t=1m30s', 'video', 'Video on YouTube, from 1:30', 'youtu.be'],
    ['https://youtube.com/shorts/abc?t=3725', 'video', 'Video on YouTube, from 1:02:05', 'youtube.com'],
    ['https://player.vimeo.com/video/123', 'video', 'Video on Vimeo', 'vimeo.com'],
    ['https://example.com/My%20hand.PNG?size=2', 'picture', 'My hand.PNG', 'example.com'],
    ['https://example.com/a/take-1.mp4', 'video', 'take-1.mp4', 'example.com'],
    ['https://example.com/%E0%A4%A.mp3', 'audio', '%E0%A4%A.mp3', 'example.com'],
  ])('says of %s what it is', (url, kind, title, host) => {
    expect(linkCard(url)).toEqual({ kind, title, host });
  });

  test.each([
    'https://example.com/',
    'https://www.youtube.com/@somebody',
    'https://notyoutube.com/watch?v=1',
    'https://vimeo.com/about',
  ])('is not made of %s', (url) => {
    expect(linkCard(url)).toBeNull();
  });

  test('loads nothing, and opens in a new tab that learns nothing of this page', () => {
    const { container } = render(
      <UiProvider>
        <NotesText text={'Watch https://youtu.be/abc, then read https://example.com/scales.'} />
      </UiProvider>,
    );
    expect(container.querySelector('img, iframe, video, source, link, object')).toBeNull();
    const links = screen.getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      'https://youtu.be/abc',
      'https://example.com/scales',
      'https://youtu.be/abc',
    ]);
    for (const link of links) {
      expect(link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
      expect(link.getAttribute('target')).toBe('_blank');
    }
    const cards = within(screen.getByRole('list', { name: 'Links in the notes' }));
    expect(cards.getByRole('link').textContent).toBe('Video on YouTubeVideo · youtu.be · opens in a new tab');
  });
});
