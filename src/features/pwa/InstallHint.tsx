import { Button, CloseButton } from '@mantine/core';
import { BrandMark } from '../../ui/Brand.tsx';
import { dismissInstallHint, install, useInstall } from './install.ts';
import styles from './InstallHint.module.css';

/** Says once that Cadence can live on the home screen; gone for good when dismissed. */
export const InstallHint = () => {
  const { way, dismissed } = useInstall();
  if (way === null || dismissed) return null;
  return (
    <aside className={styles.hint} aria-label="Install Cadence">
      <BrandMark size={36} />
      <div className={styles.text}>
        <strong>Install Cadence</strong>
        <span className={styles.detail}>
          {way === 'prompt'
            ? 'One tap from your home screen, offline too.'
            : 'Tap the share button, then “Add to Home Screen”.'}
        </span>
      </div>
      {way === 'prompt' && (
        <Button size="compact-md" variant="light" onClick={() => void install()}>
          Install
        </Button>
      )}
      <CloseButton aria-label="Dismiss" onClick={dismissInstallHint} />
    </aside>
  );
};
