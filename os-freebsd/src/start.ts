import { InitialStack, type LoadedImage, PAGE_SIZE, pushVectors, type Thread } from '@anyuser/core';
import { AT } from './auxv.table';
import { DEFAULT_RELEASE, osreldate } from './release';

const PS_STRINGS_SIZE = 16;
const CANARY_BYTES = 32;

/** What a port adds to the auxiliary vector. */
export interface PortAuxiliary {
  readonly hwcap?: number;
  /** Page sizes that the machine has, 0 at the end where there is room for more. */
  readonly pagesizes: readonly number[];
}

/**
 * Fills the first stack (sys/kern/kern_exec.c, exec_copyout_strings; sys/kern/imgact_elf.c, __elfN(freebsd_copyout_auxargs)),
 * from the top: ps_strings, the program's path, canary, page sizes, strings, auxv, envp, argv, argc. Returns the stack pointer.
 */
export function fillStack(
  thread: Thread,
  loaded: LoadedImage,
  argv: readonly string[],
  envp: readonly string[],
  port: PortAuxiliary,
): { readonly sp: number; readonly psStrings: number } {
  const { process, mem, kernel, abi } = thread;
  const psStrings = abi.start.layout.stackTop - PS_STRINGS_SIZE;
  const stack = new InitialStack(mem, psStrings, 4);
  const execpath = stack.text(loaded.path.startsWith('/') ? loaded.path : process.exe);
  stack.align(4);
  const seed = new Uint8Array(CANARY_BYTES);
  kernel.random(seed);
  const canary = stack.bytes(seed);
  const pagesizes = stack.words(port.pagesizes);
  const environment = stack.texts(envp);
  const args = stack.texts(argv);
  const auxv: (readonly [number, number])[] = [
    [AT.PHDR, loaded.phdr],
    [AT.PHENT, loaded.image.phentsize],
    [AT.PHNUM, loaded.image.segments.length],
    [AT.PAGESZ, PAGE_SIZE],
    [AT.FLAGS, 0],
    [AT.ENTRY, loaded.programEntry],
    [AT.BASE, loaded.interpreterBase],
    [AT.EHDRFLAGS, loaded.image.flags],
    [AT.EXECPATH, execpath],
    [AT.OSRELDATE, osreldate(kernel.identity.release ?? DEFAULT_RELEASE)],
    [AT.CANARY, canary],
    [AT.CANARYLEN, CANARY_BYTES],
    [AT.NCPUS, 1],
    [AT.PAGESIZES, pagesizes],
    [AT.PAGESIZESLEN, 4 * port.pagesizes.length],
    [AT.STACKPROT, 3],
    ...(port.hwcap === undefined
      ? []
      : ([
          [AT.HWCAP, port.hwcap],
          [AT.HWCAP2, 0],
        ] as const)),
    [AT.PS_STRINGS, psStrings],
  ];
  const at = pushVectors(stack, 4, args, environment, auxv);
  process.auxv = mem.bytes(at.auxv, (auxv.length + 1) * 8).slice();
  for (const [n, value] of [at.argv, args.length, at.envp, environment.length].entries())
    mem.setU32(psStrings + 4 * n, value);
  return { sp: stack.sp, psStrings };
}
