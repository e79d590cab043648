/**
 * What at least two BSD personalities use unchanged. It registers nothing.
 *
 * @packageDocumentation
 */

export * from './aio-calls';
export { endAio } from './aio-jobs';
export * from './arm-call';
export * from './attribute-calls';
export * from './common-errno.table';
export * from './common-flags.table';
export * from './common-signals.table';
export * from './file-calls';
export * from './identity-calls';
export * from './indirect-calls';
export * from './ipc-calls';
export * from './kevent-calls';
export * from './knote';
export * from './kqueue';
export { endStatus, NOTE } from './kqueue-filters';
export * from './memory-calls';
export * from './mips-call';
export * from './mips-float';
export * from './open-calls';
export * from './process-notes';
export * from './refused';
export * from './release-gate';
export * from './seek';
export * from './shared-syscalls';
export * from './signals';
export { socketAddresses } from './sockaddr';
export * from './statfs-calls';
export * from './sysarch';
export * from './syscall-table';
export * from './sysctl';
export * from './value-table';
