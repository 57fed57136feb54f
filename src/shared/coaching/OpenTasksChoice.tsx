import { ChoiceChips } from '../../ui/ChoiceChips.tsx';

interface OpenTasksChoiceProps {
  removes: boolean;
  onChange: (removes: boolean) => void;
}

/** What becomes of open tasks when an enrollment ends, and what that means. */
export const OpenTasksChoice = ({ removes, onChange }: OpenTasksChoiceProps) => (
  <>
    <ChoiceChips
      label="Open tasks"
      options={[
        { value: 'keep', label: 'Keep' },
        { value: 'remove', label: 'Remove untouched ones' },
      ]}
      value={removes ? 'remove' : 'keep'}
      onChange={(choice) => {
        onChange(choice === 'remove');
      }}
    />
    <p>
      Tasks that are done, locked, changed or noted always stay. Only tasks from today on that nobody has touched can be
      removed.
    </p>
  </>
);
