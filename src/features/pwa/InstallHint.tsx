import { Button } from '@mantine/core';
import { BrandMark } from '../../ui/Brand.tsx';
import { Hint } from '../../ui/Hint.tsx';
import { dismissInstallHint, install, useInstall } from './install.ts';

/** Says once that Cadence can live on the home screen; gone for good when dismissed. */
export const InstallHint = () => {
  const { way, dismissed } = useInstall();
  if (way === null || dismissed) return null;
  return (
    <Hint
      title="Install Cadence"
      icon={<BrandMark size={36} />}
      action={
        way === 'prompt' && (
          <Button size="compact-md" variant="light" onClick={() => void install()}>
            Install
          </Button>
        )
      }
      onDismiss={dismissInstallHint}
    >
      {way === 'prompt'
        ? 'One tap from your home screen, offline too.'
        : 'Tap the share button, then “Add to Home Screen”.'}
    </Hint>
  );
};
