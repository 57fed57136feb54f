import { QueryProvider } from '../providers/QueryProvider.tsx';
import { CommandPalette, type CommandPaletteProps } from './CommandPalette.tsx';

/** The palette with what its records are queried by, which the shell does without. */
export const PaletteOverlay = (props: CommandPaletteProps) => (
  <QueryProvider>
    <CommandPalette {...props} />
  </QueryProvider>
);
