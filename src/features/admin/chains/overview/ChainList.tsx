import type { TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { ListRows } from '../../../../ui/ListRows.tsx';
import { Section } from '../../../../ui/Page.tsx';
import { useSheet } from '../../../../ui/use-sheet.ts';
import { ChainRow } from './ChainRow.tsx';
import { RunStepDialog } from './RunStepDialog.tsx';

/** All that runs by itself, with its last run and its next one. */
export const ChainList = ({ timetable }: { timetable: readonly TimetableEntry[] }) => {
  const stepDialog = useSheet<TimetableEntry>();
  return (
    <Section title="Chains and tasks">
      <ListRows label="Chains and tasks">
        {timetable.map((entry) => (
          <ChainRow
            key={entry.name}
            entry={entry}
            timetable={timetable}
            onRunStep={() => {
              stepDialog.open(entry);
            }}
          />
        ))}
      </ListRows>
      {stepDialog.item && (
        <RunStepDialog entry={stepDialog.item} opened={stepDialog.opened} onClose={stepDialog.close} />
      )}
    </Section>
  );
};
