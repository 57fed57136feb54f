/* Rules of react-hook-form, checked before anything is sent. */

export const EMAIL_RULES = {
  required: 'Enter your email address.',
  pattern: { value: /^\s*[^\s@]+@[^\s@]+\s*$/, message: 'An email address looks like name@example.com.' },
};

export const PASSWORD_MIN_LENGTH = 8;

export const NEW_PASSWORD_RULES = {
  required: 'Choose a password.',
  minLength: { value: PASSWORD_MIN_LENGTH, message: `Use at least ${PASSWORD_MIN_LENGTH} characters.` },
};
