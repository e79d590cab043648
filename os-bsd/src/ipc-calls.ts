import { type IpcLimits, semctlByAddress, struct } from '@anyuser/core';

/** System V IPC of the BSDs (sys/kern/sysv_{msg,sem,shm}.c): core's calls, and what their kernels limit them to. */
export const __semctl = semctlByAddress('__semctl');

/** Without options MSGSSZ and others of the kernel's configuration (sysv_msg.c, sysv_sem.c). */
export const BSD_IPC_LIMITS: IpcLimits = { message: 16_384, queue: 2048, perSet: 60, operations: 100 };

/** Operations of semop are alike everywhere (sys/sem.h). */
export const sembuf = struct('sembuf', { sem_num: 'u16', sem_op: 'i16', sem_flg: 'i16' });
