import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import styles from './Toasts.module.css';

export interface ToastAction {
  label: string;
  onAction: () => void;
}

/** Names a toast, so that it can be taken away or replaced. */
export type ToastId = string;

interface ToastOptions {
  /** A toast of the same id replaces the one that is shown. */
  id?: ToastId;
  actions?: readonly ToastAction[];
  /** Stays until it is dismissed or an action is taken. */
  stays?: boolean;
  tone?: 'neutral' | 'bad';
}

/** Says in one sentence what happened, with the actions that make sense right now. */
export const showToast = (
  message: string,
  { id, actions = [], stays = false, tone = 'neutral' }: ToastOptions = {},
) => {
  const shown: ToastId = id ?? crypto.randomUUID();
  const data = {
    id: shown,
    color: tone === 'bad' ? 'red' : 'petrol',
    autoClose: stays ? (false as const) : actions.length > 0 ? 8_000 : 5_000,
    message: (
      <div className={styles.message}>
        <span>{message}</span>
        <span>
          {actions.map(({ label, onAction }) => (
            <Button
              key={label}
              variant="subtle"
              size="compact-md"
              onClick={() => {
                notifications.hide(shown);
                onAction();
              }}
            >
              {label}
            </Button>
          ))}
        </span>
      </div>
    ),
  };
  notifications.hide(shown);
  notifications.show(data);
  return shown;
};

/** Undo rather than "are you sure": the deed is done, and can be taken back for a few seconds. */
export const showUndo = (message: string, onUndo: () => void): ToastId =>
  showToast(message, { actions: [{ label: 'Undo', onAction: onUndo }] });

/** What did not work, in words that also say what was kept. */
export const showProblem = (message: string, action?: ToastAction): ToastId =>
  showToast(message, { tone: 'bad', ...(action ? { actions: [action] } : {}) });

export const hideToast = (id: ToastId): void => {
  notifications.hide(id);
};
