import { errno } from '../kernel/errno';
import type { Kernel } from '../kernel/kernel';
import { int, ptr } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** Most identifiers of one call. */
const MOST = 2048;
const SIZE = 16;
/** From 15 October 1582, where these times begin, to 1970, in units of 100 nanoseconds (RFC 4122, 4.1.4). */
const SINCE_1582 = 0x01b2_1dd2_1381_4000n;
const VERSION_TIME = 1;

/** What makes a machine's identifiers its own: a random node, as for one without a network card, and the last time given. */
interface Generator {
  last: bigint;
  readonly sequence: number;
  readonly node: Uint8Array;
}
const generators = new WeakMap<Kernel, Generator>();

function generatorOf(kernel: Kernel): Generator {
  let found = generators.get(kernel);
  if (found === undefined) {
    const random = new Uint8Array(8);
    kernel.random(random);
    random[0]! |= 1;
    found = { last: 0n, sequence: (random[6]! << 8) | random[7]!, node: random.subarray(0, 6) };
    generators.set(kernel, found);
  }
  return found;
}

/** uuidgen(store, count): identifiers made of the time, one after another (FreeBSD and NetBSD, sys/kern/kern_uuid.c). */
export const uuidgen = defineSyscall({
  name: 'uuidgen',
  args: { store: ptr, count: int },
  run(t, { store, count }) {
    if (count < 1 || count > MOST) throw errno('EINVAL');
    t.mem.writable(store, count * SIZE);
    const generator = generatorOf(t.kernel);
    const now = t.kernel.now('realtime') / 100n + SINCE_1582;
    let time = now > generator.last ? now : generator.last + 1n;
    generator.last = time + BigInt(count - 1);
    for (let at = store; at < store + count * SIZE; at += SIZE, time++) {
      t.mem.setU32(at, Number(time & 0xffff_ffffn));
      t.mem.setU16(at + 4, Number((time >> 32n) & 0xffffn));
      t.mem.setU16(at + 6, Number((time >> 48n) & 0xfffn) | (VERSION_TIME << 12));
      t.mem.setU8(at + 8, ((generator.sequence >> 8) & 0x3f) | 0x80);
      t.mem.setU8(at + 9, generator.sequence & 0xff);
      t.mem.write(at + 10, generator.node);
    }
  },
});
