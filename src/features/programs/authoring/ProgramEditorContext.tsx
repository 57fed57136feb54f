import { type ReactNode, useState } from 'react';
import { useDatabase } from '../../../store/live-query.ts';
import { DraftEditor, DraftEditorProvider } from './draft-editor.ts';
import { createEditorStore, EditorStoreProvider } from './editor-state.ts';

interface ProgramEditorContextProps {
  /** The same for as long as it is mounted. */
  programId: string;
  children: ReactNode;
}

/** What one open program is edited by: its edits with their undo, and what is selected in it. */
export const ProgramEditorContext = ({ programId, children }: ProgramEditorContextProps) => {
  const db = useDatabase();
  const [editor] = useState(() => new DraftEditor(db, programId));
  const [store] = useState(createEditorStore);
  return (
    <DraftEditorProvider value={editor}>
      <EditorStoreProvider value={store}>{children}</EditorStoreProvider>
    </DraftEditorProvider>
  );
};
