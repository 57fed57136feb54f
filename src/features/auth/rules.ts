/* What a form checks before it asks the cloud. */

export const EMAIL_RULES = {
  required: 'Enter your email address.',
  pattern: { value: /^\s*[^\s@]+@[^\s@]+\s*$/, message: 'An email address looks like name@example.com.' },
};

export const PASSWORD_LENGTH = 8;

export const NEW_PASSWORD_RULES = {
  required: 'Choose a password.',
  minLength: { value: PASSWORD_LENGTH, message: `Use at least ${PASSWORD_LENGTH} characters.` },
};
