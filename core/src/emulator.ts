import type { Abi } from './abi/abi';
import { type Assembly, AssemblyError, assemble } from './di/assembly';
import type { Plugin } from './di/plugin';
import type { EmulatorOptions, EmulatorParts, RunOptions } from './emulator-options';
import { withBlockLog } from './exec/block-log';
import { Engine } from './exec/engine';
import { Interpreter } from './exec/interpreter';
import { withTranslationLog } from './exec/translation-log';
import type { Host } from './host/host';
import type { Architecture } from './isa/architecture';
import { JitEngine } from './jit/jit-engine';
import type { Credentials } from './kernel/credentials';
import { DescriptorTable } from './kernel/descriptor-table';
import { KernelError } from './kernel/errno';
import { beginProgram, prepareProgram } from './kernel/exec';
import { FileTree } from './kernel/file-tree';
import { startThread } from './kernel/fork';
import { Kernel } from './kernel/kernel';
import { defaultLimits, type Limits } from './kernel/limits';
import type { OsPersonality } from './kernel/personality';
import { type ExitStatus, Process } from './kernel/process';
import { LoaderError } from './loader/loader-error';
import { withProfiler } from './profile/profiled-engine';
import { Profiler } from './profile/profiler';
import { errnoText } from './syscall/errno-text';
import { Tracer } from './syscall/strace';

/** Stack of a first process where the options say nothing. */
const STACK = 8 << 20;

/** A machine that runs guest programs. */
export class Emulator {
  private readonly engine: Engine;
  private readonly assembly: Assembly;
  private readonly saveTranslations: () => void;
  private readonly profiler: Profiler | undefined;

  constructor(
    private readonly host: Host,
    assembly: Assembly,
    private readonly options: EmulatorOptions,
  ) {
    const engine = chooseEngine(assembly.engines, options.engine);
    if (options.translations !== undefined) engine.useTranslations?.(options.translations);
    this.saveTranslations = () => engine.saveTranslations?.();
    const { items, write } = options.log ?? {};
    const line = (text: string): void => write?.(text, host.pid);
    const compilation = { regions: items?.has('regions') ?? false, wasm: items?.has('wasm') ?? false };
    if (compilation.regions || compilation.wasm) engine.logCompilation?.({ ...compilation, write: line });
    const now = (): number => milliseconds(host);
    this.profiler = options.profile && new Profiler(now, () => engine.compileTime?.() ?? 0);
    const observed = this.profiler === undefined ? engine : withProfiler(engine, this.profiler);
    this.engine = items?.has('exec') ? withBlockLog(observed, line) : observed;
    const log = { instructions: items?.has('in_asm') ?? false, ir: items?.has('ir') ?? false, write: line };
    if (log.instructions || log.ir) {
      const architectures = assembly.architectures.map((each) => withTranslationLog(each, log));
      this.assembly = { ...assembly, architectures };
    } else this.assembly = assembly;
  }

  get architectures(): readonly Architecture[] {
    return this.assembly.architectures;
  }
  get personalities(): readonly OsPersonality[] {
    return this.assembly.personalities;
  }
  get abis(): readonly Abi[] {
    return this.assembly.abis;
  }
  /** Counters of the engine since the start. */
  statistics(): Readonly<Record<string, number>> {
    return this.engine.statistics();
  }

  /**
   * Runs a program to the end, and whatever it leaves running behind it as long as that does something.
   * @param path - guest path.
   * @param argv - all its arguments, argv[0] included.
   * @returns how the first process ended
   * @throws LoaderError if the program cannot be started
   */
  async run(path: string, argv: readonly string[], options: RunOptions = {}): Promise<ExitStatus> {
    const kernel = this.makeKernel();
    const tree = this.makeFiles(kernel);
    try {
      const root = this.start(kernel, tree, path, argv, options);
      await kernel.scheduler.run();
      return root.status!;
    } finally {
      if (this.profiler !== undefined) this.options.profile?.(this.profiler.report(argv.join(' ')));
      this.saveTranslations();
      kernel.dispose();
      tree.dispose();
    }
  }

  private makeKernel(): Kernel {
    const { host, assembly: cells, engine } = this;
    const { log, seed, hostname, osRelease, cpu, os } = this.options;
    const { strace } = log ?? {};
    const tracer = strace === undefined ? undefined : new Tracer((line) => strace(line, host.pid));
    const kernel = new Kernel({ host, cells, engine, tracer, log, seed, hostname, osRelease, cpu, os });
    if (this.profiler !== undefined) this.profiler.current = () => kernel.current;
    return kernel;
  }

  private makeFiles(kernel: Kernel): FileTree {
    try {
      const tree = new FileTree(kernel, this.options);
      kernel.vfs = tree.vfs;
      kernel.foreground = () => tree.devices.hostTty?.foreground ?? 0;
      kernel.onSessionEnd = (leader) => {
        const tty = tree.devices.controllingTty(leader);
        // The emulator's own terminal belongs to the user's shell and outlives the guest.
        if (tty !== tree.devices.hostTty) tty?.hangUp();
      };
      return tree;
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      const places = [this.options.sysroot, ...(this.options.mounts ?? []).map(({ host }) => host)];
      const named = places.filter((place) => place !== undefined).join(', ');
      throw new LoaderError(`cannot mount ${named}: ${errnoText(error.code)}`, 'ENOENT', 127);
    }
  }

  private start(
    kernel: Kernel,
    tree: FileTree,
    path: string,
    argv: readonly string[],
    options: RunOptions,
  ): Process {
    const credentials = credentialsOf(this.host);
    const limits = defaultLimits(this.options.stackSize ?? STACK);
    const fs = tree.context(options.cwd);
    const prepared = prepareProgram({ kernel, fs, credentials, limits }, path, argv);
    const pid = kernel.nextPid();
    const process = new Process({
      kernel,
      pid,
      parent: undefined,
      program: prepared.program,
      files: standardDescriptors(tree, limits),
      fs,
      credentials,
      limits,
      pgid: pid,
      sid: pid,
    });
    kernel.processes.set(pid, process);
    kernel.root = process;
    const { architecture, personality } = prepared.program;
    const thread = process.addThread({ words: new Int32Array(architecture.stateSize >>> 2), base: 0 }, pid);
    beginProgram(process, thread, prepared, environment(options.env ?? this.host.environment));
    personality.exec?.(process);
    startThread(thread);
    return process;
  }
}

/**
 * Assembles an emulator from plugins.
 * @throws AssemblyError if they do not fit together
 */
export function createEmulator({ host, plugins, verify = true, options = {} }: EmulatorParts): Emulator {
  const engines: Plugin = {
    name: 'engines',
    register(container) {
      const now = (): number => milliseconds(host);
      container.registerInstance<Engine>(Engine, new Interpreter());
      container.registerInstance<Engine>(Engine, new JitEngine('jit', now));
      container.registerInstance<Engine>(Engine, new JitEngine('auto', now));
    },
  };
  const assembly = assemble([engines, ...plugins]);
  if (verify) for (const architecture of assembly.architectures) verifyPatterns(architecture);
  return new Emulator(host, assembly, options);
}

const milliseconds = (host: Host): number => Number(host.clock.monotonic() / 1000n) / 1000;

function verifyPatterns(architecture: Architecture): void {
  try {
    architecture.verify?.();
  } catch (error) {
    throw new AssemblyError(`architecture ${architecture.id}: ${(error as Error).message}`);
  }
}

function chooseEngine(engines: readonly Engine[], wanted: string | undefined): Engine {
  const engine = wanted === undefined ? engines.at(-1) : engines.find(({ name }) => name === wanted);
  if (engine !== undefined) return engine;
  const have = engines.map(({ name }) => name).join(', ') || 'none';
  throw new AssemblyError(`no engine ${wanted ?? ''}; have ${have}`);
}

function credentialsOf({ user: { uid, gid, groups } }: Host): Credentials {
  return { uid, euid: uid, suid: uid, fsuid: uid, gid, egid: gid, sgid: gid, fsgid: gid, groups };
}

function standardDescriptors(tree: FileTree, limits: Limits): DescriptorTable {
  const files = new DescriptorTable(() => limits.get('RLIMIT_NOFILE')?.soft ?? 1024);
  for (const [fd, file] of tree.standardFiles().entries()) if (file !== undefined) files.set(fd, file);
  return files;
}

const environment = (variables: Readonly<Record<string, string>>): string[] =>
  Object.entries(variables).map(([name, value]) => `${name}=${value}`);
