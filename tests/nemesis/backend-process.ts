import { startBackend } from '../fixtures/backend/backend.ts';

/** The backend in a process of its own, on the database of its argument; it sends its origin to its parent. */
const backend = await startBackend(process.argv[2]);
process.on('disconnect', () => {
  process.exit();
});
process.send?.(await backend.serve());
