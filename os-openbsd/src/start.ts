import {
  type LoadedImage,
  PAGE_SIZE,
  type Process,
  ProtFlag,
  pageDown,
  pageUp,
  type Thread,
} from '@anyuser/core';
import { PT, segmentsOf } from './elf';
import { beginState } from './process-state';
import { type Release, releaseOf } from './release';
import { Tag } from './tags';

/** First release whose kernel makes a program's own mappings immutable. */
const IMMUTABLE_SINCE = 73;

/** Fills what the file asks to have random bytes in: stack protector, malloc and RETGUARD secrets (PT_OPENBSD_RANDOMIZE). */
function randomize(t: Thread, { image, bias }: LoadedImage): void {
  for (const { vaddr, memsz } of segmentsOf(image, PT.OPENBSD_RANDOMIZE)) {
    const bytes = new Uint8Array(memsz);
    t.kernel.random(bytes);
    t.mem.write(bias + vaddr, bytes);
  }
}

/** Where calls may come from: the code of a static program, or of its run-time linker, and the kernel's page. */
function markCallers({ space }: Process, { image, bias, interpreterBase }: LoadedImage): void {
  const [low, high] = bounds(image.segments, bias);
  for (const { start, end, prot } of [...space.regions]) {
    if ((prot & ProtFlag.PROT_EXEC) === 0) continue;
    const own = start >= low && start < high;
    const allowed = image.interpreter === undefined ? own : start >= interpreterBase && !own;
    if (allowed && end <= space.layout.userTop) space.tag(start, end - start, Tag.syscall);
  }
}

function bounds(segments: LoadedImage['image']['segments'], bias: number): readonly [number, number] {
  const loads = segments.filter(({ type, memsz }) => type === PT.LOAD && memsz > 0);
  return [bias + pageDown(loads[0]!.vaddr), bias + pageUp(loads.at(-1)!.vaddr + loads.at(-1)!.memsz)];
}

/** Since 7.3 a static program's mappings stay as they are, save those that say otherwise. */
function makeImmutable({ space }: Process, { image, bias }: LoadedImage): void {
  if (image.interpreter !== undefined) return;
  for (const { vaddr, memsz } of segmentsOf(image, PT.LOAD)) tag(bias + vaddr, memsz, Tag.immutable, 0);
  for (const type of [PT.OPENBSD_MUTABLE, PT.GNU_RELRO])
    for (const { vaddr, memsz } of segmentsOf(image, type)) tag(bias + vaddr, memsz, 0, Tag.immutable);
  function tag(at: number, size: number, set: number, clear: number): void {
    if (size > 0) space.tag(pageDown(at), pageUp(at + size) - pageDown(at), set, clear);
  }
}

/**
 * What a new program begins with, beside its stack's contents: its release, marks on its memory, random bytes.
 * @param psStrings - address of the ps_strings structure.
 */
export function beginProgramState(t: Thread, loaded: LoadedImage, psStrings: number): Release {
  const { process, kernel } = t;
  const release = releaseOf(
    loaded.interpreter === undefined ? [loaded.image] : [loaded.image, loaded.interpreter],
    kernel.identity.release,
  );
  const cookie = new DataView(new ArrayBuffer(4));
  kernel.random(new Uint8Array(cookie.buffer));
  beginState(process, loaded, { release, psStrings, sigCookie: cookie.getUint32(0) });
  const stack = process.space.regions.find(process.space.layout.userTop - PAGE_SIZE);
  if (stack !== undefined) process.space.tag(stack.start, stack.end - stack.start, Tag.stack);
  markCallers(process, loaded);
  randomize(t, loaded);
  if (release >= IMMUTABLE_SINCE) makeImmutable(process, loaded);
  return release;
}
