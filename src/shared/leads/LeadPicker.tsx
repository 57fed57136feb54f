import { CloseButton } from '@mantine/core';
import { type KeyboardEvent, useId, useState } from 'react';
import type { Lead } from '../../domain/leads/lead.ts';
import { LEAD_LIMITS } from '../../domain/leads/lead.ts';
import { TextField } from '../../ui/Fields.tsx';
import { IconPlus, IconUser } from '../../ui/icons.ts';
import { formatLine, formatMessage, formatName } from '../../ui/format-name.ts';
import { matchesTerms, nameKey, searchableText, searchTerms } from '../../domain/values/fold.ts';
import { asLabel } from '../../domain/values/text.ts';
import styles from './LeadPicker.module.css';

/** Fits above a phone's keyboard. */
const MAX_OPTIONS = 6;

interface LeadPickerProps {
  leads: readonly Lead[];
  /** The selected lead's id. */
  value: string | null;
  onChange: (id: string | null) => void;
  /** Creates a lead and selects it. */
  onAdd: (name: string) => void;
}

type LeadOption = { kind: 'lead'; lead: Lead } | { kind: 'new'; name: string };

/** Selects a lead by typing, or adds one. */
export const LeadPicker = ({ leads, value, onChange, onAdd }: LeadPickerProps) => {
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const selected = leads.find((lead) => lead.id === value);
  const opened = text !== null;
  const options = opened ? optionsFor(leads, text) : [];
  const activeOption = Math.min(active, options.length - 1);

  const select = (option: LeadOption | undefined) => {
    if (option?.kind === 'lead') onChange(option.lead.id);
    else if (option) onAdd(option.name);
    setText(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!opened) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) setActive((activeOption + move + options.length) % Math.max(1, options.length));
    else if (event.key === 'Enter') select(options[activeOption]);
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
          selected && (
            <CloseButton
              aria-label="No lead"
              onClick={() => {
                onChange(null);
                setText(null);
              }}
            />
          )
        }
        value={text ?? selected?.name ?? ''}
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
        {options.map((option, index) => (
          <li
            key={option.kind === 'lead' ? option.lead.id : 'new'}
            id={`${id}-${String(index)}`}
            role="option"
            aria-selected={index === activeOption}
            className={styles.option}
            onPointerDown={(event) => {
              // The field keeps the focus: its blur would close the list before the click.
              event.preventDefault();
            }}
            onClick={() => {
              select(option);
            }}
          >
            {option.kind === 'lead' ? (
              <>
                <span dir="auto">{formatName(option.lead.name)}</span>
                {option.lead.company && (
                  <span className={styles.company} dir="auto">
                    {formatLine(option.lead.company)}
                  </span>
                )}
              </>
            ) : (
              <>
                <IconPlus size={18} aria-hidden />
                {formatMessage(`Add “${option.name}”`)}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
};

const optionsFor = (leads: readonly Lead[], text: string): LeadOption[] => {
  const name = asLabel(text, LEAD_LIMITS.name);
  const terms = searchTerms(name);
  const matches = leads
    .filter((lead) => matchesTerms(searchableText(lead.name, lead.company), terms))
    .slice(0, MAX_OPTIONS)
    .map((lead): LeadOption => ({ kind: 'lead', lead }));
  const isKnown = leads.some((lead) => nameKey(lead.name) === nameKey(name));
  return name && !isKnown ? [...matches, { kind: 'new', name }] : matches;
};
