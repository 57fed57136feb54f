export const PROGRAMS_LINK = { to: '/programs', label: 'Programs' };

export const programShareUrl = (token: string): string => `${location.origin}/program/${token}`;
