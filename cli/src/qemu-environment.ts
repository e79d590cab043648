import { type EnvironmentChange, parseSetEnvironment, parseUnsetEnvironment } from './environment';
import type { RunInvocation } from './invocation';
import { type LogItem, parseLogItems } from './log-items';
import { parseSeed, parseStackSize } from './quantity';
import { UsageError } from './usage-error';

/** The options that QEMU takes from environment variables; a field is absent where its variable is. */
export interface QemuEnvironment
  extends Pick<RunInvocation, 'argv0' | 'sysroot' | 'stackSize' | 'osRelease' | 'cpu' | 'logFile' | 'seed'> {
  readonly environment: readonly EnvironmentChange[];
  readonly strace: boolean;
  readonly log?: readonly LogItem[];
}

/**
 * Reads the environment variables of `qemu-arm` and its like (`linux-user/main.c`, `arg_table`). As there, a flag such as
 * `QEMU_STRACE` is on when the variable exists, whatever its value.
 *
 * @throws UsageError naming the variable, if its value is wrong
 */
export function qemuEnvironment(env: Readonly<Record<string, string | undefined>>): QemuEnvironment {
  const read = <T>(name: string, parse: (text: string) => T): T | undefined => {
    const text = env[name];
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof RangeError) throw new UsageError(`${name}: ${error.message}`);
      throw error;
    }
  };
  return {
    argv0: env.QEMU_ARGV0,
    sysroot: env.QEMU_LD_PREFIX,
    environment: [
      ...(read('QEMU_SET_ENV', parseSetEnvironment) ?? []),
      ...(read('QEMU_UNSET_ENV', parseUnsetEnvironment) ?? []),
    ],
    stackSize: read('QEMU_STACK_SIZE', parseStackSize),
    osRelease: env.QEMU_UNAME,
    cpu: env.QEMU_CPU,
    strace: env.QEMU_STRACE !== undefined,
    log: read('QEMU_LOG', parseLogItems),
    logFile: env.QEMU_LOG_FILENAME,
    seed: read('QEMU_RAND_SEED', parseSeed),
  };
}
