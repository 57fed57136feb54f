import { CloseButton } from '@mantine/core';
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useState } from 'react';
import type { Lead } from '../../domain/leads/lead.ts';
import { LEAD_LIMITS } from '../../domain/leads/lead.ts';
import { TextField } from '../../ui/Fields.tsx';
import { IconPlus, IconUser } from '../../ui/icons.ts';
import { findLeadByName } from '../../data/leads/leads.ts';
import { formatLine, formatMessage, formatName } from '../../ui/format-name.ts';
import { matchesTerms, searchableText, searchTerms } from '../../domain/values/fold.ts';
import { asLabel } from '../../domain/values/text.ts';
import styles from './LeadPicker.module.css';

/** Fits above a phone's keyboard. */
const MAX_OPTIONS = 6;

interface LeadPickerProps {
  leads: readonly Lead[];
  /** The selected lead's id. */
  value: string | null;
  onChange: (id: string | null) => void;
  /** A name that is used without being one of `leads`: it was added, or typed and not picked. */
  newName?: string | null;
  onAdd: (name: string) => void;
  /** What is typed and neither picked nor left yet; `null` when that is over. */
  onType?: (text: string | null) => void;
}

type LeadOption = { kind: 'lead'; lead: Lead } | { kind: 'new'; name: string };

/**
 * Selects a lead by typing, or adds one. A name that is typed and not picked counts when the field is left: it selects
 * the lead of that name, or adds one.
 */
export const LeadPicker = ({ leads, value, newName = null, onChange, onAdd, onType }: LeadPickerProps) => {
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [isTyped, setTyped] = useState(false);
  const [active, setActive] = useState(0);
  const selected = leads.find((lead) => lead.id === value);
  const opened = text !== null;
  const options = opened ? optionsFor(leads, text) : [];
  const activeOption = Math.min(active, options.length - 1);

  const close = () => {
    setText(null);
    setTyped(false);
    if (isTyped) onType?.(null);
  };
  const select = (option: LeadOption | undefined) => {
    close();
    if (option?.kind === 'lead') onChange(option.lead.id);
    else if (option) onAdd(option.name);
  };
  const settle = () => {
    if (text === null) return;
    const name = asLabel(text, LEAD_LIMITS.name);
    const known = findLeadByName(leads, name);
    close();
    if (!isTyped) return;
    if (known) onChange(known.id);
    else if (name) onAdd(name);
    else onChange(null);
  };
  // A page that goes away leaves the field as well.
  const onPageHide = useEffectEvent(settle);
  useEffect(() => {
    const leave = () => {
      onPageHide();
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!opened) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) setActive((activeOption + move + options.length) % Math.max(1, options.length));
    else if (event.key === 'Enter') select(options[activeOption]);
    else if (event.key === 'Escape') close();
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
          (selected ?? newName) && (
            <CloseButton
              aria-label="No lead"
              onClick={() => {
                close();
                onChange(null);
              }}
            />
          )
        }
        value={text ?? newName ?? selected?.name ?? ''}
        description={
          text === null && newName !== null && !findLeadByName(leads, newName)
            ? 'New: added to your leads with this activity.'
            : null
        }
        inputWrapperOrder={['label', 'input', 'description']}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setTyped(true);
          setActive(0);
          onType?.(event.currentTarget.value);
        }}
        onClick={() => {
          setText((now) => now ?? '');
        }}
        onBlur={settle}
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
  return name && !findLeadByName(leads, name) ? [...matches, { kind: 'new', name }] : matches;
};
