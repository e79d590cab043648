import { closeSync, openSync, writeFileSync } from 'node:fs';
import { UsageError } from './usage-error';

/**
 * Opens the file of `--profile`, emptied, so that one that cannot be written is told before the guest has run.
 *
 * @returns writes and closes it
 * @throws UsageError if the file cannot be written
 */
export function openProfileFile(path: string): (json: string) => void {
  let fd: number;
  try {
    fd = openSync(path, 'w');
  } catch (error) {
    throw new UsageError(`cannot write the profile: ${(error as Error).message}`);
  }
  return (json) => {
    try {
      writeFileSync(fd, json);
    } catch (error) {
      process.stderr.write(`anyuser: cannot write the profile: ${(error as Error).message}\n`);
    }
    closeSync(fd);
  };
}
