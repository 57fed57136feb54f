import { Button } from '../../../ui/Button.tsx';
import { BrandMark } from '../../../ui/Brand.tsx';
import { Hint } from '../../../ui/Hint.tsx';
import { dismissInstallHint, install, useInstallPrompt } from './use-install-prompt.ts';

/** Offers to install Cadence, until it is installed or the hint is dismissed. */
export const InstallHint = () => {
  const { method, dismissed } = useInstallPrompt();
  if (method === null || dismissed) return null;
  return (
    <Hint
      title="Install Cadence"
      icon={<BrandMark size={36} />}
      action={
        method === 'prompt' && (
          <Button size="compact-md" variant="light" onClick={() => install()}>
            Install
          </Button>
        )
      }
      onDismiss={dismissInstallHint}
    >
      {method === 'prompt'
        ? 'Open it from your home screen, even offline.'
        : 'Tap the share button, then “Add to Home Screen”.'}
    </Hint>
  );
};
