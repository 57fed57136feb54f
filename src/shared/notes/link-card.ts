/* What a link card says of a link: made of its address alone. Nothing is requested before the person opens it. */

export interface LinkCardContent {
  kind: 'video' | 'picture' | 'audio';
  /** "Video on YouTube", "left-hand.png" */
  title: string;
  /** "youtube.com" */
  host: string;
}

/** The card of a link to a video, a picture or a recording; null for other links. `url` is an address that parses. */
export const linkCard = (url: string): LinkCardContent | null => {
  const address = new URL(url);
  const host = address.hostname.replace(/^(www|m|music|player)\./u, '');
  const service = videoService(host, address);
  if (service !== null) return { kind: 'video', title: `Video on ${service}${startLabel(address)}`, host };
  const file = fileName(address);
  const kind = FILE_KINDS.find(({ pattern }) => pattern.test(file))?.kind;
  return kind === undefined ? null : { kind, title: file, host };
};

const videoService = (host: string, { pathname, searchParams }: URL): string | null => {
  switch (host) {
    case 'youtube.com':
    case 'youtube-nocookie.com':
      return searchParams.has('v') || /^\/(shorts|live|embed)\/[\w-]+/u.test(pathname) ? 'YouTube' : null;
    case 'youtu.be':
      return /^\/[\w-]+/u.test(pathname) ? 'YouTube' : null;
    case 'vimeo.com':
      return /\/\d+/u.test(pathname) ? 'Vimeo' : null;
    default:
      return null;
  }
};

/** ", from 1:30", where the link starts the video later. */
const startLabel = ({ searchParams }: URL): string => {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /^(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?$/u.exec(
      searchParams.get('t') ?? searchParams.get('start') ?? '',
    ) ?? [];
  const total = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  if (total === 0) return '';
  const [hour, rest] = [Math.floor(total / 3_600), total % 3_600];
  const two = (part: number) => String(part).padStart(2, '0');
  const minute = Math.floor(rest / 60);
  return `, from ${hour > 0 ? `${String(hour)}:${two(minute)}` : String(minute)}:${two(rest % 60)}`;
};

const fileName = ({ pathname }: URL): string => {
  const name = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

const FILE_KINDS: readonly { kind: LinkCardContent['kind']; pattern: RegExp }[] = [
  { kind: 'picture', pattern: /.\.(?:avif|gif|jpe?g|png|svg|webp)$/iu },
  { kind: 'video', pattern: /.\.(?:m4v|mov|mp4|ogv|webm)$/iu },
  { kind: 'audio', pattern: /.\.(?:flac|m4a|mp3|oga|ogg|opus|wav)$/iu },
];
