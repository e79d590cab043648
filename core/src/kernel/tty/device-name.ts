import type { Abi } from '../../abi/abi';
import { structCodec } from '../../abi/codecs';
import { encodeText } from '../../memory/text';
import { errno } from '../errno';
import type { Thread } from '../thread';

/** FIODGNAME of FreeBSD: a terminal's name below /dev, which is how ptsname(3) and ttyname(3) find it. */
export function tellDeviceName({ mem }: Thread, abi: Abi, address: number, path: string): void {
  const { len, buf } = structCodec(abi, 'fiodgname_arg').read(mem, address);
  const name = encodeText(`${path.slice('/dev/'.length)}\0`);
  if (name.length > Number(len)) throw errno('EINVAL');
  mem.write(Number(buf), name);
}
