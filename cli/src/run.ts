import { resolve } from 'node:path';
import type { EmulatorOptions, LogSink } from '@anyuser/core';
import { assemble } from './assemble';
import { guestEnvironment } from './environment';
import type { ExitStatus } from './exit';
import type { RunInvocation } from './invocation';
import { type LogFile, openLogFile } from './log-file';
import { openProfileFile } from './profile-file';
import { hostSignalNumber } from './signal-number';
import { translationFiles } from './translation-files';

/**
 * Runs a guest program to its end.
 *
 * @throws UsageError for what the options ask in vain
 * @throws LoaderError if the program cannot be started
 */
export async function run(invocation: RunInvocation): Promise<ExitStatus> {
  const traced = invocation.strace || invocation.log.size > 0;
  const logFile = traced || invocation.stats ? openLogFile(invocation.logFile) : undefined;
  const emulator = assemble({
    ...emulatorOptions(invocation, traced ? logFile : undefined),
    profile: invocation.profile === undefined ? undefined : openProfileFile(invocation.profile),
  });
  const argv = [invocation.argv0 ?? invocation.program, ...invocation.args];
  const status = await emulator.run(invocation.program, argv, {
    env: guestEnvironment(process.env, invocation.environment),
  });
  if (invocation.stats) logFile?.write(counters(emulator.statistics()));
  logFile?.close();
  return 'code' in status ? status : { signal: hostSignalNumber(status.signal) };
}

function emulatorOptions(invocation: RunInvocation, logFile: LogFile | undefined): EmulatorOptions {
  return {
    sysroot: invocation.sysroot === undefined ? undefined : resolve(invocation.sysroot),
    mounts: invocation.mounts,
    sandbox: invocation.sandbox,
    seed: invocation.seed,
    osRelease: invocation.osRelease,
    cpu: invocation.cpu,
    engine: engine(invocation),
    os: invocation.os,
    stackSize: invocation.stackSize,
    log: logFile === undefined ? undefined : logSink(invocation, logFile),
    // A sandbox has nothing of the host, and a log of translations shows them made.
    translations:
      invocation.sandbox || invocation.log.size > 0
        ? undefined
        : translationFiles(invocation.program, invocation.sysroot),
  };
}

/** Compiled code runs whole regions, of which a log of blocks would show only the entries. */
function engine({ engine: wanted, log }: RunInvocation): string | undefined {
  if (wanted !== 'auto') return wanted;
  return log.has('exec') ? 'interp' : undefined;
}

/** A counter a line, as `interp.blocks 37893`. */
function counters(statistics: Readonly<Record<string, number>>): string {
  const lines = Object.entries(statistics).map(([name, value]) => `${name} ${Number(value.toFixed(3))}\n`);
  return lines.join('');
}

function logSink({ strace, log }: RunInvocation, file: LogFile): LogSink {
  const write = (line: string): void => file.write(line);
  return strace ? { strace: write, items: log, write } : { items: log, write };
}
