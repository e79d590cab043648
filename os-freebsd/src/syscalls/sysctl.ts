import { decodeText, defineSyscall, errno, int, ptr, type SyscallDefinition, size } from '@anyuser/core';
import { giveOld, sysctlCall } from '@anyuser/os-bsd';
import { tree } from '../sysctl';

/** {0, 3}: what sysctlnametomib(3) asks; the name is the new value, the numbers the old one (kern_sysctl.c). */
const NAME2OID = 3;
const plain = sysctlCall('__sysctl', tree);

/** __sysctl(202). */
export const __sysctl: SyscallDefinition = defineSyscall({
  name: '__sysctl',
  args: { name: ptr, namelen: int, old: ptr, oldlenp: ptr, new: ptr, newlen: size },
  run(t, args) {
    const { name, namelen, old, oldlenp, new: fresh, newlen } = args;
    if (namelen !== 2 || t.mem.i32(name) !== 0 || t.mem.i32(name + 4) !== NAME2OID)
      return plain.run(t, args as never);
    const node = tree.named(decodeText(t.mem.bytes(fresh, newlen).slice()).replace(/\0.*$/, ''));
    if (node === undefined) throw errno('ENOENT');
    const numbers = new Uint8Array(4 * node.mib.length);
    const view = new DataView(numbers.buffer);
    node.mib.forEach((number, i) => {
      view.setInt32(4 * i, number, !t.mem.bigEndian);
    });
    giveOld(t, numbers, old, oldlenp);
  },
});
