import { notifications } from '@mantine/notifications';
import { Button } from './Button.tsx';
import styles from './Toasts.module.css';
import { formatMessage } from './format-name.ts';

export interface ToastAction {
  label: string;
  onAction: () => unknown;
}

/** By its id a toast can be hidden or replaced. */
export type ToastId = string;

interface ToastOptions {
  /** Replaces a toast with the same id. */
  id?: ToastId;
  actions?: readonly ToastAction[];
  /** Stays until it is dismissed or an action runs. */
  persistent?: boolean;
  tone?: 'neutral' | 'bad';
}

/** @param message one sentence. */
export const showToast = (
  message: string,
  { id, actions = [], persistent = false, tone = 'neutral' }: ToastOptions = {},
) => {
  const toastId: ToastId = id ?? crypto.randomUUID();
  // While the toast disappears, its buttons can still be pressed.
  let hasRun = false;
  const data = {
    id: toastId,
    color: tone === 'bad' ? 'red' : 'petrol',
    autoClose: persistent ? (false as const) : actions.length > 0 ? 8_000 : 5_000,
    message: (
      <div className={styles.message}>
        <span>{formatMessage(message)}</span>
        <span>
          {actions.map(({ label, onAction }) => (
            <Button
              key={label}
              variant="subtle"
              size="compact-md"
              onClick={() => {
                notifications.hide(toastId);
                if (hasRun) return undefined;
                hasRun = true;
                return onAction();
              }}
            >
              {label}
            </Button>
          ))}
        </span>
      </div>
    ),
  };
  notifications.hide(toastId);
  notifications.show(data);
  return toastId;
};

/** Instead of a confirmation before the action: it has run, and can be undone for a few seconds. */
export const showUndoToast = (message: string, onUndo: () => unknown): ToastId =>
  showToast(message, { actions: [{ label: 'Undo', onAction: onUndo }] });

/** @param message says what failed and what was kept. */
export const showErrorToast = (message: string, action?: ToastAction): ToastId =>
  showToast(message, { tone: 'bad', ...(action ? { actions: [action] } : {}) });

export const hideToast = (id: ToastId): void => {
  notifications.hide(id);
};
