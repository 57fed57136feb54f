import type { FlagName } from '../../../domain/flags/feature-flags.ts';
import { sentenceCase } from '../../../shared/rows/labels.ts';

const FLAG_LABELS: Record<FlagName, string> = {
  cloud_sync: 'Cloud sync',
  conflict_choice: 'Choice in conflicts',
  local_import: 'Import from a previous app',
};

/** "Cloud sync"; a flag that this version does not know is shown by its name. */
export const flagLabel = (name: string): string =>
  (FLAG_LABELS as Record<string, string>)[name] ?? sentenceCase(name.replaceAll('_', ' '));

/** What happens to everybody, by whether the flag is turned on or off for them. */
const CONSEQUENCES: Record<FlagName, { on: string; off: string }> = {
  cloud_sync: {
    on: 'All devices send what they have kept, and receive what they missed, as soon as they are online.',
    off: 'No device sends or receives work any more. People keep working, but each device keeps its work to itself: coaches and admins see nothing new, and a device that is lost takes its work with it.',
  },
  conflict_choice: {
    on: 'People are asked which version to keep where two of their devices changed the same text.',
    off: 'Where two devices change the same text, the later version is kept and nobody is asked.',
  },
  local_import: {
    on: 'Everyone who still has data of a previous app in their browser is offered to import it.',
    off: 'Nobody can import data of a previous app.',
  },
};

export const flagConsequence = (name: string, isOn: boolean): string =>
  (CONSEQUENCES as Record<string, { on: string; off: string }>)[name]?.[isOn ? 'on' : 'off'] ??
  'Devices pick this up within minutes, or when they are next online.';
