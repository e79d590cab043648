import {
  encodeText,
  InitialStack,
  type LoadedImage,
  PAGE_SIZE,
  pushVectors,
  type Thread,
} from '@anyuser/core';
import { AT } from './auxv';

/** What a Linux cell adds to the common auxiliary vector. */
export interface PortAuxiliary {
  readonly hwcap: number;
  readonly hwcap2?: number;
  /** AT_PLATFORM, e.g. `v7l`. */
  readonly platform?: string;
  /** AT_BASE_PLATFORM (MIPS). */
  readonly basePlatform?: string;
}

const CLOCK_TICKS = 100;

/**
 * Fills the first stack as Linux does (fs/binfmt_elf.c, create_elf_tables), from the top down: a null word, the file's name,
 * environment and argument strings, platform strings, 16 random bytes, auxv, envp, argv, argc. Returns the stack pointer.
 */
export function fillStack(
  thread: Thread,
  top: number,
  loaded: LoadedImage,
  argv: readonly string[],
  envp: readonly string[],
  port: PortAuxiliary,
): number {
  const { process, mem, abi, kernel } = thread;
  const { word } = abi.data;
  const stack = new InitialStack(mem, top, word);
  stack.words([0]);
  const execfn = stack.text(loaded.path);
  const envAddresses = stack.texts(envp);
  const argAddresses = stack.texts(argv);
  stack.align(16);
  const platform = port.platform === undefined ? 0 : stack.text(port.platform);
  const basePlatform = port.basePlatform === undefined ? 0 : stack.text(port.basePlatform);
  stack.align(16);
  const seed = new Uint8Array(16);
  kernel.random(seed);
  const random = stack.bytes(seed);
  const { credentials } = process;
  const auxv: (readonly [number, number])[] = [
    [AT.HWCAP, port.hwcap],
    [AT.PAGESZ, PAGE_SIZE],
    [AT.CLKTCK, CLOCK_TICKS],
    [AT.PHDR, loaded.phdr],
    [AT.PHENT, loaded.image.phentsize],
    [AT.PHNUM, loaded.image.segments.length],
    [AT.BASE, loaded.interpreterBase],
    [AT.FLAGS, 0],
    [AT.ENTRY, loaded.programEntry],
    [AT.UID, credentials.uid],
    [AT.EUID, credentials.euid],
    [AT.GID, credentials.gid],
    [AT.EGID, credentials.egid],
    [AT.SECURE, 0],
    [AT.RANDOM, random],
    ...(port.hwcap2 === undefined ? [] : [[AT.HWCAP2, port.hwcap2] as const]),
    [AT.EXECFN, execfn],
    ...(platform === 0 ? [] : [[AT.PLATFORM, platform] as const]),
    ...(basePlatform === 0 ? [] : [[AT.BASE_PLATFORM, basePlatform] as const]),
  ];
  const at = pushVectors(stack, word, argAddresses, envAddresses, auxv);
  process.auxv = mem.bytes(at.auxv, (auxv.length + 1) * 2 * word).slice();
  process.stackInfo = {
    argStart: argAddresses[0] ?? at.argv,
    argEnd: (argAddresses.at(-1) ?? at.argv) + encodeText(argv.at(-1) ?? '').length + 1,
    envStart: envAddresses[0] ?? execfn,
    envEnd: execfn,
    start: stack.sp,
  };
  return stack.sp;
}
