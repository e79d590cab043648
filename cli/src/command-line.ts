import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type EnvironmentChange, parseSetEnvironment, parseUnsetEnvironment } from './environment';
import type { EngineChoice, Invocation } from './invocation';
import { type LogItem, logItems, parseLogItems } from './log-items';
import { type MountOption, parseMount } from './mount-option';
import { qemuEnvironment } from './qemu-environment';
import { parseSeed, parseStackSize } from './quantity';
import { UsageError } from './usage-error';

/** Options of the root command, under the names that commander gives them. */
interface Flags {
  sysroot?: string;
  setEnv: EnvironmentChange[];
  argv0?: string;
  stackSize?: number;
  osRelease?: string;
  cpu?: string;
  os?: string;
  strace?: boolean;
  logItems: LogItem[];
  logFile?: string;
  mount: MountOption[];
  sandbox?: boolean;
  seed?: bigint;
  engine: EngineChoice;
  profile?: string;
  stats?: boolean;
}

/**
 * Reads the command line. What QEMU takes from the environment is read first, as if it stood before the options.
 *
 * @param args - the words after `anyuser`
 * @param env - the host's environment
 * @throws UsageError with one line for the user
 */
export function parseCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  version: string,
): Invocation {
  const changes: EnvironmentChange[] = [];
  let result: Invocation | undefined;
  let text = '';
  const root = new Command('anyuser')
    .description('Runs a program of another operating system and processor. Options end at the program.')
    .usage('[options] program [args…]\n       anyuser support [OS/ARCH]\n       anyuser disas FILE')
    .enablePositionalOptions()
    .passThroughOptions()
    .exitOverride()
    .configureOutput({ writeOut: (out) => (text += out), writeErr: () => {} })
    .helpCommand(false)
    .version(`anyuser ${version}`, '--version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .option('-L, --sysroot <dir>', 'look up guest paths below this directory first')
    .option('-E, --set-env <var=value,…>', 'set variables of the guest', (value) => {
      changes.push(...checked(parseSetEnvironment)(value));
    })
    .option('-U, --unset-env <var,…>', 'remove variables of the guest', (value) => {
      changes.push(...checked(parseUnsetEnvironment)(value));
    })
    .option('-0, --argv0 <name>', "the guest's argv[0]")
    .option('-s, --stack-size <size>', 'stack limit in bytes, or with k or M', checked(parseStackSize))
    .option('-r, --os-release <release>', 'kernel release that uname shows')
    .option('--os <name>', 'take the program for one of this OS')
    .option('--cpu <model>', 'processor model')
    .option('--strace', 'write every system call')
    .option(
      '-d, --log-items <items>',
      `write a log: ${Object.keys(logItems).join(', ')}`,
      collect(checked(parseLogItems)),
    )
    .option('-D, --log-file <file>', 'write --strace and -d here instead of to stderr')
    .option(
      '--mount <host:guest[:ro]>',
      'show a host directory or file to the guest',
      collect(checked(parseMount)),
    )
    .option('--sandbox', 'nothing of the host but mounts and standard streams')
    .option('--seed <number>', "make the guest's random numbers repeat", checked(parseSeed))
    .addOption(
      new Option('--engine <name>', 'how guest code is executed')
        .choices(['jit', 'interp', 'auto'])
        .default('auto'),
    )
    .option('--profile <file>', 'write where the guest spent its time, for speedscope')
    .option('--stats', "print the engine's counters at the end")
    .argument('[program]')
    .argument('[args...]')
    .action((program: string | undefined, rest: string[], flags: Flags) => {
      if (program === undefined) throw new UsageError("no program; 'anyuser --help' shows the options");
      result = runInvocation(program, rest, flags, changes, env);
    });
  root
    .command('support')
    .argument('[os/arch]')
    .description('list the guest systems, or the system calls of one')
    .action((cell?: string) => {
      result = cell === undefined ? { kind: 'support' } : { kind: 'support', cell };
    });
  root
    .command('disas')
    .argument('<file>')
    .description('disassemble the code of a guest program')
    .action((file: string) => {
      result = { kind: 'disas', file };
    });

  try {
    root.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text };
    throw new UsageError(error.message.replace(/^error: /, '').split('\n')[0]);
  }
  if (result === undefined) throw new Error('commander ran no action');
  return result;
}

function runInvocation(
  program: string,
  args: readonly string[],
  flags: Flags,
  changes: readonly EnvironmentChange[],
  env: Readonly<Record<string, string | undefined>>,
): Invocation {
  const qemu = qemuEnvironment(env);
  const items = [...(qemu.log ?? []), ...(flags.logItems ?? [])];
  return {
    kind: 'run',
    program,
    args,
    argv0: flags.argv0 ?? qemu.argv0,
    sysroot: flags.sysroot ?? qemu.sysroot,
    environment: [...qemu.environment, ...changes],
    stackSize: flags.stackSize ?? qemu.stackSize,
    osRelease: flags.osRelease ?? qemu.osRelease,
    cpu: flags.cpu ?? qemu.cpu,
    os: flags.os,
    strace: flags.strace === true || qemu.strace || items.includes('strace'),
    log: new Set(items.filter((item) => item !== 'strace')),
    logFile: flags.logFile ?? qemu.logFile,
    mounts: flags.mount ?? [],
    sandbox: flags.sandbox === true,
    seed: flags.seed ?? qemu.seed,
    engine: flags.engine,
    profile: flags.profile,
    stats: flags.stats === true,
  };
}

/** Turns the RangeError of a value's parser into commander's error, which names the option. */
function checked<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof RangeError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}

/** Gathers the values of an option that may be repeated. */
function collect<T>(parse: (text: string) => T | T[]): (text: string, previous?: T[]) => T[] {
  return (text, previous = []) => previous.concat(parse(text));
}
