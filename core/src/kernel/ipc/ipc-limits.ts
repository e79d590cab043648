import type { Abi } from '../../abi/abi';

/** How large System V IPC objects may become. */
export interface IpcLimits {
  /** Most bytes of one message (MSGMAX). */
  readonly message: number;
  /** Bytes of a new queue (MSGMNB); more takes the superuser. */
  readonly queue: number;
  /** Most semaphores of a set (SEMMSL). */
  readonly perSet: number;
  /** Most operations of one semop (SEMOPM). */
  readonly operations: number;
}

/** What holds where a cell says nothing else: Linux's numbers (include/uapi/linux/msg.h, sem.h). */
const DEFAULT: IpcLimits = { message: 8192, queue: 16_384, perSet: 32_000, operations: 500 };

export const ipcLimits = (abi: Abi): IpcLimits => abi.ipcLimits ?? DEFAULT;
