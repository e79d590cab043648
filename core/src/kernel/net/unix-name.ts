import { errno } from '../errno';
import type { Thread } from '../thread';
import { Permission, permits } from '../vfs/permission';
import { S_IFSOCK } from '../vfs/stat';
import type { SocketAddress } from './address';
import { networkOf, unixKey } from './network';
import type { Socket } from './socket';

const isAbstract = (path: string): boolean => path.startsWith('\0');
const abstractKey = (path: string): string => `@${path}`;

/** Gives a socket a name: makes a socket file, or takes an abstract name.
 * @param bound - it has one already: an error, but not always the first.
 * @returns the key under which it is known. */
export function bindUnix(
  socket: Socket,
  address: SocketAddress,
  thread: Thread,
  bound: boolean,
): { readonly key: string; readonly path: string } {
  if (address.family !== 'AF_UNIX') throw errno('EINVAL');
  const { unix } = networkOf(thread.kernel);
  const { path } = address;
  if (bound && (path === '' || isAbstract(path))) throw errno('EINVAL');
  if (path === '') return bindAutomatically(socket, thread);
  if (isAbstract(path)) {
    const key = abstractKey(path);
    if (unix.has(key)) throw errno('EADDRINUSE');
    unix.set(key, socket);
    return { key, path };
  }
  const { process, kernel } = thread;
  const { directory, name } = kernel.vfs.lookupParent(process.fs, process.credentials, path, address.at);
  if (name === '/' || name === '.' || name === '..') throw errno('EADDRINUSE');
  if (directory.node.lookup(name) !== undefined) throw errno('EADDRINUSE');
  // The file is looked at before the socket (net/unix/af_unix.c unix_bind_bsd).
  if (bound) throw errno('EINVAL');
  if (directory.node.fs.readOnly) throw errno('EROFS');
  if (
    !directory.node.fs.hostChecksAccess &&
    !permits(directory.node.stat(), process.credentials, Permission.write | Permission.execute)
  )
    throw errno('EACCES');
  const { fsuid: uid, fsgid: gid } = process.credentials;
  const node = directory.node.mknod(name, S_IFSOCK | (0o777 & ~process.fs.umask), 0, { uid, gid });
  const key = unixKey(node);
  unix.set(key, socket);
  return { key, path };
}

/** Autobind (unix(7)): an abstract name of five hexadecimal digits. */
function bindAutomatically(socket: Socket, thread: Thread): { readonly key: string; readonly path: string } {
  const { unix } = networkOf(thread.kernel);
  for (let number = 0; number < 0x10_0000; number++) {
    const path = `\0${number.toString(16).padStart(5, '0')}`;
    const key = abstractKey(path);
    if (unix.has(key)) continue;
    unix.set(key, socket);
    return { key, path };
  }
  throw errno('ENOSPC');
}

/** The socket behind a name; `host` where the name is a socket file that no guest has bound. */
export function findUnix(
  { path, at }: Extract<SocketAddress, { family: 'AF_UNIX' }>,
  thread: Thread,
): { readonly socket: Socket | undefined; readonly hostPath: string | undefined } {
  const { unix } = networkOf(thread.kernel);
  if (path === '') throw errno('ECONNREFUSED');
  if (isAbstract(path)) return { socket: unix.get(abstractKey(path)), hostPath: undefined };
  const { process, kernel } = thread;
  const { node } = kernel.vfs.lookup(process.fs, process.credentials, path, at);
  if (node.type !== S_IFSOCK) throw errno('ECONNREFUSED');
  if (!node.fs.hostChecksAccess && !permits(node.stat(), process.credentials, Permission.write))
    throw errno('EACCES');
  const socket = unix.get(unixKey(node));
  return { socket, hostPath: (node as { hostPath?: string }).hostPath };
}
