import { errno } from '../kernel/errno';
import type { Abi } from './abi';
import { layOut } from './layout';
import type { StructCodec } from './struct';

const laidOut = new WeakMap<Abi['structs'], Map<string, StructCodec>>();

/**
 * The codec of one of a cell's structs, by the name that argument types use (`stat`, `timespec`). Laid out at first use.
 * @throws KernelError ENOSYS where the cell has no such struct: the call does not exist there.
 */
export function structCodec(abi: Abi, name: string): StructCodec {
  let codecs = laidOut.get(abi.structs);
  if (codecs === undefined) {
    codecs = new Map();
    laidOut.set(abi.structs, codecs);
  }
  let codec = codecs.get(name);
  if (codec === undefined) {
    const type = abi.structs[name];
    if (type === undefined) throw errno('ENOSYS');
    codec = layOut(type, abi.data);
    codecs.set(name, codec);
  }
  return codec;
}
