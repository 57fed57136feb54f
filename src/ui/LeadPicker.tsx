import { CloseButton } from '@mantine/core';
import { type KeyboardEvent, useId, useState } from 'react';
import type { Lead } from '../domain/lead.ts';
import { LEAD_LIMITS } from '../domain/lead.ts';
import { TextField } from './Fields.tsx';
import { IconPlus, IconUser } from './icons.ts';
import styles from './LeadPicker.module.css';

/** As many as fit above a phone's keyboard. */
const SHOWN = 6;

interface LeadPickerProps {
  leads: readonly Lead[];
  /** The chosen lead's id. */
  value: string | null;
  onChange: (id: string | null) => void;
  /** Makes a lead of that name; it is chosen by the caller. */
  onAdd: (name: string) => void;
}

type Option = { is: 'lead'; lead: Lead } | { is: 'new'; name: string };

/** Chooses a lead by typing, or adds one on the spot. */
export const LeadPicker = ({ leads, value, onChange, onAdd }: LeadPickerProps) => {
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const chosen = leads.find((lead) => lead.id === value);
  const opened = text !== null;
  const options = opened ? optionsFor(leads, text) : [];
  const activeOption = Math.min(active, options.length - 1);

  const choose = (option: Option | undefined) => {
    if (option?.is === 'lead') onChange(option.lead.id);
    else if (option) onAdd(option.name);
    setText(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!opened) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) setActive((activeOption + move + options.length) % Math.max(1, options.length));
    else if (event.key === 'Enter') choose(options[activeOption]);
    else if (event.key === 'Escape') setText(null);
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.picker}>
      <TextField
        label="Lead"
        placeholder="Search or add a lead"
        autoComplete="off"
        role="combobox"
        aria-expanded={opened && options.length > 0}
        aria-controls={`${id}-options`}
        aria-autocomplete="list"
        aria-activedescendant={options.length > 0 ? `${id}-${String(activeOption)}` : undefined}
        data-mantine-stop-propagation={opened}
        leftSection={<IconUser size={18} aria-hidden />}
        rightSection={
          chosen && (
            <CloseButton
              aria-label="No lead"
              onClick={() => {
                onChange(null);
                setText(null);
              }}
            />
          )
        }
        value={text ?? chosen?.name ?? ''}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onClick={() => {
          setText((now) => now ?? '');
        }}
        onBlur={() => {
          setText(null);
        }}
        onKeyDown={onKeyDown}
      />
      <ul
        id={`${id}-options`}
        role="listbox"
        aria-label="Leads"
        className={styles.options}
        hidden={options.length === 0}
      >
        {options.map((option, place) => (
          <li
            key={option.is === 'lead' ? option.lead.id : 'new'}
            id={`${id}-${String(place)}`}
            role="option"
            aria-selected={place === activeOption}
            className={styles.option}
            onPointerDown={(event) => {
              // The field keeps the focus, so that leaving it does not close the list before the choice.
              event.preventDefault();
            }}
            onClick={() => {
              choose(option);
            }}
          >
            {option.is === 'lead' ? (
              <>
                {option.lead.name}
                {option.lead.company && <span className={styles.company}>{option.lead.company}</span>}
              </>
            ) : (
              <>
                <IconPlus size={18} aria-hidden />
                {`Add “${option.name}”`}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
};

const optionsFor = (leads: readonly Lead[], text: string): Option[] => {
  const name = text.trim().slice(0, LEAD_LIMITS.name);
  const sought = name.toLowerCase();
  const found = leads
    .filter((lead) => `${lead.name} ${lead.company ?? ''}`.toLowerCase().includes(sought))
    .slice(0, SHOWN)
    .map((lead): Option => ({ is: 'lead', lead }));
  const isKnown = leads.some((lead) => lead.name.toLowerCase() === sought);
  return name && !isKnown ? [...found, { is: 'new', name }] : found;
};
