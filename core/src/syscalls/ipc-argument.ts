import { structCodec } from '../abi/codecs';
import { IpcFlag } from '../abi/flags';
import type { StructValue } from '../abi/struct';
import { errno } from '../kernel/errno';
import { checkOwner, type IpcObject, seconds } from '../kernel/ipc/ipc-object';
import type { IpcRequest } from '../kernel/ipc/ipc-table';
import type { Thread } from '../kernel/thread';
import type { ArgumentType } from '../syscall/define';

/** Asks for the present layout of structs where a kernel has an older one too (IPC_64). */
const IPC_64 = 0x100;

/** A command of msgctl, semctl or shmctl, by name. @throws EINVAL for others */
export const ipcCommand = (table: string): ArgumentType<string> => ({
  width: 'word',
  bind(abi) {
    const rows = abi.enums[table];
    if (rows === undefined) throw new Error(`${abi.os}/${abi.arch} has no enumeration '${table}'`);
    return {
      decode(_t, low) {
        const name = rows.name(low & ~IPC_64);
        if (name === undefined) throw errno('EINVAL');
        return name;
      },
      format: (_t, low) => (low & IPC_64 ? `IPC_64|${rows.format(low & ~IPC_64)}` : rows.format(low)),
    };
  },
});

/** The flag word of msgget, semget and shmget: what to do, with permission bits in the low nine. */
export const ipcGetFlags: ArgumentType<Omit<IpcRequest, 'key'>> = {
  width: 'word',
  bind(abi) {
    const rows = abi.flags['ipc'];
    if (rows === undefined) throw new Error(`${abi.os}/${abi.arch} has no flag table 'ipc'`);
    return {
      decode(_t, low) {
        const flags = rows.decode(low);
        const create = (flags & IpcFlag.IPC_CREAT) !== 0;
        return { create, exclusive: (flags & IpcFlag.IPC_EXCL) !== 0, mode: low & 0o777 };
      },
      format(_t, low) {
        const mode = `0${(low & 0o777).toString(8)}`;
        return low & ~0o777 ? `${rows.format(low & ~0o777)}|${mode}` : mode;
      },
    };
  },
};

/** The member `*_perm` of an object's struct. */
export const permissionValue = ({ permissions }: IpcObject, seq: number): StructValue => ({
  ...permissions,
  seq,
});

/** IPC_SET: owner, group and mode as `member` of the struct at an address says; returns the whole struct. */
export function setPermissions(
  t: Thread,
  object: IpcObject,
  struct: string,
  member: string,
  address: number,
): StructValue {
  const value = structCodec(t.abi, struct).read(t.mem, address);
  checkOwner(t, object);
  const { uid, gid, mode } = value[member] as StructValue;
  Object.assign(object.permissions, { uid: Number(uid), gid: Number(gid), mode: Number(mode) & 0o777 });
  object.changed = seconds(t);
  return value;
}
