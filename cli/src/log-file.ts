import { closeSync, openSync, writeSync } from 'node:fs';
import { UsageError } from './usage-error';

/** Where strace and log lines go. */
export interface LogFile {
  /** Writes text that ends in a newline. */
  write(text: string): void;
  close(): void;
}

/**
 * Opens the file of `-D`, emptied, or stderr where there is none. Lines are written at once: a log must be whole when
 * anyuser is killed.
 *
 * @param name - may hold `%d`, the process id
 * @throws UsageError if the file cannot be written
 */
export function openLogFile(name: string | undefined): LogFile {
  if (name === undefined) return { write: (text) => writeAll(2, text), close: () => {} };
  const path = name.replace('%d', String(process.pid));
  let fd: number;
  try {
    fd = openSync(path, 'w');
  } catch (error) {
    throw new UsageError(`cannot write the log: ${(error as Error).message}`);
  }
  return { write: (text) => writeAll(fd, text), close: () => closeSync(fd) };
}

/** A log that nobody reads any more, or for which there is no space, does not stop the guest. */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
    }
  }
}
