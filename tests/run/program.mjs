import { spawn } from 'node:child_process';
import { ROOT } from './steps.mjs';

/** A program that takes longer hangs. */
const TIMEOUT_MS = 30 * 60_000;

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) stop(child);
    process.exit(130);
  });
}

/** Runs a JavaScript program with this Node in a process group of its own, so that its servers end with it. */
export const runProgram = (command, extraEnv) =>
  new Promise((resolve) => {
    const env = { ...process.env, ...extraEnv, CI: '1', NO_COLOR: '1', COLORS: 'false', DO_NOT_TRACK: '1' };
    delete env.FORCE_COLOR;
    const child = spawn(process.execPath, command, { cwd: ROOT, env, detached: process.platform !== 'win32' });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    const timeout = setTimeout(() => {
      output += `\nStopped after ${TIMEOUT_MS / 60_000} minutes.`;
      stop(child);
    }, TIMEOUT_MS);
    const end = (ok) => {
      clearTimeout(timeout);
      running.delete(child);
      stop(child);
      resolve({ ok, output });
    };
    child.once('error', (fault) => {
      output += fault.message;
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });

const stop = (child) => {
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It is gone already.
  }
};
