import type { LoadedImage, ProcessLayout } from '../abi/abi';
import { ProtFlag } from '../abi/flags';
import type { CpuModel, CpuState } from '../isa/architecture';
import { ET, isElf, parseElf } from '../loader/elf';
import type { ElfImage } from '../loader/image';
import { LoaderError } from '../loader/loader-error';
import { mapImage, stackKind } from '../loader/map-image';
import { type Cells, type Recognised, recognise } from '../loader/recognise';
import { parseScript, SCRIPT_LINE } from '../loader/script';
import { AddressSpace, pageUp } from '../memory/address-space';
import { MappedFile } from '../memory/mapped-file';
import { errnoText } from '../syscall/errno-text';
import type { Credentials } from './credentials';
import { KernelError } from './errno';
import { drop, hold } from './file-reference';
import type { Kernel } from './kernel';
import type { Limits } from './limits';
import type { Mappable, OpenFile } from './open-file';
import type { Process } from './process';
import { Program } from './program';
import type { Thread } from './thread';
import type { FileContext } from './vfs/file-context';
import { Permission, permits } from './vfs/permission';
import { S_IFMT, S_IFREG } from './vfs/stat';
import type { Location } from './vfs/vfs';

/** Scripts whose interpreter is a script … (BINPRM: five levels). */
const MOST_SCRIPTS = 5;
const { PROT_READ, PROT_WRITE, PROT_EXEC } = ProtFlag;

/** Who starts a program, and from where its path is looked up. */
export interface ExecContext {
  readonly kernel: Kernel;
  readonly fs: FileContext;
  readonly credentials: Credentials;
  readonly limits: Limits;
  /** Directory of a relative path (execveat). */
  readonly at?: Location;
  /** The file itself, where it is already open (fexecve). */
  readonly file?: OpenFile;
}

/** A program that is mapped and has not started. */
export interface Prepared {
  readonly program: Program;
  readonly loaded: LoadedImage;
  readonly argv: readonly string[];
}

interface Found {
  readonly path: string;
  readonly file: OpenFile;
  readonly pages: Mappable;
}

/**
 * Finds, recognises and maps a program, following `#!` lines.
 * @throws LoaderError
 */
export function prepareProgram(context: ExecContext, path: string, argv: readonly string[]): Prepared {
  let args = argv;
  let name = path;
  let found = openProgram(context, path, context.file);
  for (let depth = 0; ; depth++) {
    const start = new Uint8Array(SCRIPT_LINE);
    const length = found.pages.read(start, 0);
    if (isElf(start.subarray(0, length))) break;
    const script = parseScript(start.subarray(0, length));
    if (script === undefined) {
      if (length === 0) throw new LoaderError(`${name}: empty file`, 'ENOEXEC');
      throw new LoaderError(`${name}: neither an ELF program nor a script`, 'ENOEXEC');
    }
    if (depth === MOST_SCRIPTS)
      throw new LoaderError(`${path}: interpreters of scripts without end`, 'ELOOP');
    const { interpreter, argument } = script;
    args = [interpreter, ...(argument === undefined ? [] : [argument]), name, ...args.slice(1)];
    try {
      found = openProgram(context, interpreter);
    } catch (error) {
      if (!(error instanceof LoaderError)) throw error;
      throw new LoaderError(
        `${name}: its interpreter cannot be run: ${error.message}`,
        error.errno,
        error.status,
      );
    }
    name = interpreter;
  }
  return { ...map(context, found, name, path), argv: args };
}

function openProgram({ kernel, fs, credentials, at }: ExecContext, path: string, open?: OpenFile): Found {
  try {
    if (open !== undefined) return { path: open.path, file: open, pages: open.mappable() };
    const location = kernel.vfs.lookup(fs, credentials, path, { at });
    const stat = location.node.stat();
    if ((stat.st_mode & S_IFMT) !== S_IFREG)
      throw new LoaderError(
        `${path}: ${(stat.st_mode & S_IFMT) === 0o040000 ? 'is a directory' : 'not a regular file'}`,
        'EACCES',
      );
    if (!permits(stat, credentials, Permission.execute))
      throw new LoaderError(`${path}: no permission to execute`, 'EACCES');
    const file = location.node.open(0);
    return { path: location.path, file, pages: file.mappable() };
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    const why = REASONS[error.code] ?? errnoText(error.code);
    throw new LoaderError(`${path}: ${why}`, error.code as LoaderError['errno']);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'not found',
  ENOTDIR: 'a part of its path is not a directory',
  EACCES: 'no permission',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'its name is too long',
};

/** @param started - the path that was asked for: a script where `name` is its interpreter. */
function map(context: ExecContext, found: Found, name: string, started: string): Omit<Prepared, 'argv'> {
  const { kernel } = context;
  const cells: Cells = kernel.cells;
  const image = parseElf(found.pages, name);
  const recognised = recognise(cells, image, name, kernel.options.os);
  kernel.mountFor(recognised.personality);
  const model = modelOf(recognised, image, kernel.options.cpu);
  const interpreter = image.interpreter === undefined ? undefined : openInterpreter(context, image, name);
  const { start } = recognised.abi;
  start.check?.(name, image, interpreter?.image, model);
  const layout = start.layoutOf?.(image, (bytes) => kernel.random(bytes)) ?? start.layout;
  const space = makeSpace(context, recognised, image, layout);
  try {
    const main = mapImage(space, image, fileOf(found), found.path, layout.pieBase);
    const linker =
      interpreter === undefined
        ? undefined
        : mapImage(space, interpreter.image, fileOf(interpreter.found), interpreter.found.path, undefined);
    space.setBrk(main.end);
    const loaded: LoadedImage = {
      image,
      path: started,
      bias: main.bias,
      entry: linker?.entry ?? main.entry,
      programEntry: main.entry,
      phdr: main.phdr,
      interpreterBase: linker?.bias ?? 0,
      ...(interpreter === undefined ? {} : { interpreter: interpreter.image }),
      brk: main.end,
      startData: main.startData,
    };
    const { architecture, abi, personality } = recognised;
    const execution = kernel.engine.create(space, architecture, model);
    return {
      program: new Program(personality, abi, architecture, model, space, execution, found.path),
      loaded,
    };
  } catch (error) {
    space.destroy();
    throw error;
  }
}

/** Holds the file open while it is mapped. */
function fileOf({ file, pages }: Found): MappedFile {
  return new MappedFile(pages, { hold: () => void hold(file), drop: () => drop(file) });
}

function openInterpreter(
  context: ExecContext,
  program: ElfImage,
  name: string,
): { readonly image: ElfImage; readonly found: Found } {
  const path = program.interpreter!;
  let found: Found;
  try {
    found = openProgram({ ...context, at: undefined }, path);
  } catch (error) {
    if (!(error instanceof LoaderError)) throw error;
    throw new LoaderError(
      `${name}: its interpreter cannot be run: ${error.message}`,
      error.errno,
      error.status,
    );
  }
  let image: ElfImage;
  try {
    image = parseElf(found.pages, path);
  } catch (error) {
    if (!(error instanceof LoaderError)) throw error;
    throw new LoaderError(`${name}: bad interpreter: ${error.message}`, 'ELIBBAD', 126);
  }
  const fits =
    image.machine === program.machine &&
    image.elfClass === program.elfClass &&
    image.bigEndian === program.bigEndian;
  if (!fits || (image.type !== ET.DYN && image.type !== ET.EXEC))
    throw new LoaderError(`${name}: its interpreter ${path} is for another machine`, 'ELIBBAD', 126);
  return { image, found };
}

function modelOf({ architecture }: Recognised, image: ElfImage, wanted: string | undefined): CpuModel {
  if (wanted === undefined) return architecture.modelFor?.(image) ?? architecture.models[0]!;
  const model = architecture.models.find(({ name }) => name === wanted);
  if (model !== undefined) return model;
  const have = architecture.models.map(({ name }) => name).join(', ');
  throw new LoaderError(`${architecture.id} has no CPU model '${wanted}'; have ${have}`, 'ENOEXEC');
}

/** An empty address space with a stack. */
function makeSpace(
  { kernel, limits }: ExecContext,
  { abi, architecture, personality }: Recognised,
  image: ElfImage,
  layout: ProcessLayout,
): AddressSpace {
  const space = new AddressSpace(kernel.memoryPool, layout, architecture.bigEndian);
  const { mmap } = kernel.log ?? {};
  if (mmap !== undefined) space.onMapChange = (line) => mmap(line, kernel.host.pid);
  const soft = limits.get('RLIMIT_STACK')?.soft ?? abi.start.stackSize;
  applyLimits(space, limits, abi.start.stackSize);
  const executable = personality.executableStack?.(image) ?? stackKind(image) === 'executable';
  space.readImpliesExec = executable && stackKind(image) === 'unmarked';
  const size = Math.min(pageUp(Number.isFinite(soft) ? soft : abi.start.stackSize), 128 << 10);
  space.map({
    address: layout.stackTop - size,
    length: size,
    prot: PROT_READ | PROT_WRITE | (executable ? PROT_EXEC : 0),
    fixed: 'noreplace',
    growsDown: true,
    name: '[stack]',
  });
  return space;
}

/** Gives an address space the limits of its process. */
export function applyLimits(space: AddressSpace, limits: Limits, stackSize: number): void {
  space.addressLimit = limits.get('RLIMIT_AS')?.soft ?? Number.POSITIVE_INFINITY;
  space.dataLimit = limits.get('RLIMIT_DATA')?.soft ?? Number.POSITIVE_INFINITY;
  const stack = limits.get('RLIMIT_STACK')?.soft ?? stackSize;
  space.stackLimit = Number.isFinite(stack) ? stack : 0x4000_0000;
}

/** Starts a prepared program on a thread: kernel pages, first stack, registers. @throws LoaderError E2BIG */
export function beginProgram(
  process: Process,
  thread: Thread,
  prepared: Prepared,
  envp: readonly string[],
): void {
  const { program, loaded, argv } = prepared;
  process.program = program;
  process.argv = argv;
  process.comm = (loaded.path.split('/').at(-1) ?? '').slice(0, 15);
  const { abi, architecture, model } = program;
  const state: CpuState = { words: new Int32Array(architecture.stateSize >>> 2), base: 0 };
  architecture.reset(state, model);
  thread.state = state;
  thread.cpu = architecture.createCpu(state);
  abi.mapKernelPages?.(process);
  abi.start.begin(thread, thread.cpu, loaded, argv, envp);
}

/** Bytes that arguments and environment take on the first stack, pointers included. */
const argumentBytes = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + text.length + 5, 0);

/** The first part of an exec, which changes nothing yet: finds and maps the program. @throws LoaderError, KernelError E2BIG */
export function prepareExec(
  { process, kernel }: Thread,
  path: string,
  argv: readonly string[],
  envp: readonly string[],
  from: Pick<ExecContext, 'at' | 'file'> = {},
): Prepared {
  const { fs, credentials, limits } = process;
  const stack = limits.get('RLIMIT_STACK')?.soft ?? 8 << 20;
  if (argumentBytes(argv) + argumentBytes(envp) > Math.min(Math.max(stack / 4, 128 << 10), 6 << 20))
    throw new KernelError('E2BIG');
  return prepareProgram({ kernel, fs, credentials, limits, ...from }, path, argv);
}

/** The second part of an exec: a prepared program takes the place of the process's. */
export function startPrepared(thread: Thread, prepared: Prepared, envp: readonly string[]): void {
  const { process } = thread;
  const old = process.program;
  process.keepOnly(thread);
  old.personality.threadExit?.(thread);
  old.evict(thread);
  beginProgram(process, thread, prepared, envp);
  old.release();
  process.files.closeOnExec();
  process.resetActions();
  process.timers.clear();
  process.profile = undefined;
  process.hasExeced = true;
  thread.alternateStack = { base: 0, size: 0, disabled: true };
  thread.name = undefined;
  thread.extra.clear();
  thread.defers = undefined;
  process.memoryReleased.wake();
  prepared.program.personality.exec?.(process);
  thread.keepRegisters();
}

/**
 * execve: replaces the program of a thread's process. All its other threads end. After an error nothing has changed.
 * @throws LoaderError, KernelError E2BIG
 */
export function execProgram(
  thread: Thread,
  path: string,
  argv: readonly string[],
  envp: readonly string[],
  from?: Pick<ExecContext, 'at' | 'file'>,
): void {
  startPrepared(thread, prepareExec(thread, path, argv, envp, from), envp);
}
