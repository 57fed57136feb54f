export const BACK = { to: '/programs', label: 'Programs' };

/** Where whoever has the link looks at a program. */
export const programLink = (token: string): string => `${location.origin}/program/${token}`;
