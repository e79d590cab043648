import { InitialStack, type LoadedImage, PAGE_SIZE, pushVectors, type Thread } from '@anyuser/core';
import { AT } from './auxv';
import { beginProgramState } from './program-state';

const PS_STRINGS_SIZE = 16;

/**
 * Fills the first stack (sys/kern/kern_exec.c, copyoutargs; sys/kern/exec_elf.c, elf_copyargs), from the top: ps_strings, strings,
 * the program's path, auxv, envp, argv, argc. Returns the stack pointer.
 */
export function fillStack(
  thread: Thread,
  loaded: LoadedImage,
  argv: readonly string[],
  envp: readonly string[],
): { readonly sp: number; readonly psStrings: number } {
  const { process, mem, abi } = thread;
  const stackTop = process.space.layout.stackTop ?? abi.start.layout.stackTop;
  beginProgramState(process, loaded);
  const psStrings = stackTop - PS_STRINGS_SIZE;
  const stack = new InitialStack(mem, psStrings, 4);
  const environment = stack.texts(envp);
  const args = stack.texts(argv);
  const execname = stack.text(loaded.path.startsWith('/') ? loaded.path : process.exe);
  const { credentials } = process;
  const auxv: (readonly [number, number])[] = [
    [AT.PHDR, loaded.phdr],
    [AT.PHENT, loaded.image.phentsize],
    [AT.PHNUM, loaded.image.segments.length],
    [AT.PAGESZ, PAGE_SIZE],
    [AT.BASE, loaded.interpreterBase],
    [AT.FLAGS, 0],
    [AT.ENTRY, loaded.programEntry],
    [AT.EUID, credentials.euid],
    [AT.RUID, credentials.uid],
    [AT.EGID, credentials.egid],
    [AT.RGID, credentials.gid],
    [AT.STACKBASE, stackTop],
    [AT.SUN_EXECNAME, execname],
  ];
  const at = pushVectors(stack, 4, args, environment, auxv);
  process.auxv = mem.bytes(at.auxv, (auxv.length + 1) * 8).slice();
  for (const [n, value] of [at.argv, args.length, at.envp, environment.length].entries())
    mem.setU32(psStrings + 4 * n, value);
  return { sp: stack.sp, psStrings };
}
