import { errno } from '../errno';
import type { Process } from '../process';
import { WaitQueue } from '../wait-queue';
import type { IpcObject, IpcPermissions } from './ipc-object';

/** Most sets (SEMMNI). */
export const MOST_SETS = 32_000;
/** The highest value of a semaphore (SEMVMX). */
export const HIGHEST_VALUE = 32_767;

/** One operation of semop (struct sembuf). */
export interface SemaphoreOperation {
  readonly number: number;
  readonly change: number;
  readonly undo: boolean;
  readonly nowait: boolean;
}

interface Semaphore {
  value: number;
  /** The last process that changed it. */
  pid: number;
  /** Threads that wait for it to grow, and to be zero. */
  waiting: number;
  waitingForZero: number;
}

/** A set of System V semaphores (ipc/sem.c). */
export class SemaphoreSet implements IpcObject {
  removed = false;
  /** Seconds since 1970 of the last semop; 0 without. */
  operated = 0;
  readonly semaphores: readonly Semaphore[];
  readonly changes = new WaitQueue();
  /** What each process's end adds to each semaphore (SEM_UNDO). */
  private readonly undo = new Map<Process, Int32Array>();

  constructor(
    readonly permissions: IpcPermissions,
    public changed: number,
    count: number,
  ) {
    this.semaphores = Array.from({ length: count }, () => ({
      value: 0,
      pid: 0,
      waiting: 0,
      waitingForZero: 0,
    }));
  }

  /**
   * Does all operations, or none.
   * @returns the operation that cannot be done yet; undefined when all are done.
   * @throws ERANGE
   */
  attempt(process: Process, operations: readonly SemaphoreOperation[]): SemaphoreOperation | undefined {
    const values = this.semaphores.map(({ value }) => value);
    for (const operation of operations) {
      const { number, change } = operation;
      const value = values[number]!;
      if (change === 0 ? value !== 0 : value + change < 0) return operation;
      if (value + change > HIGHEST_VALUE) throw errno('ERANGE');
      values[number] = value + change;
    }
    for (const { number, change, undo } of operations) {
      const semaphore = this.semaphores[number]!;
      semaphore.value += change;
      semaphore.pid = process.pid;
      if (undo && change !== 0) this.adjustments(process)[number]! -= change;
    }
    if (operations.some(({ change }) => change !== 0)) this.changes.wake();
    return undefined;
  }
  private adjustments(process: Process): Int32Array {
    let found = this.undo.get(process);
    if (found === undefined) {
      found = new Int32Array(this.semaphores.length);
      this.undo.set(process, found);
    }
    return found;
  }

  /** SETVAL and SETALL; what processes wanted undone of it is forgotten. @throws ERANGE */
  set(values: ReadonlyMap<number, number>, pid: number): void {
    for (const value of values.values()) if (value < 0 || value > HIGHEST_VALUE) throw errno('ERANGE');
    for (const [number, value] of values) {
      Object.assign(this.semaphores[number]!, { value, pid });
      for (const adjustments of this.undo.values()) adjustments[number] = 0;
    }
    this.changes.wake();
  }

  /** A process has ended. */
  undoFor(process: Process): void {
    const adjustments = this.undo.get(process);
    if (adjustments === undefined) return;
    this.undo.delete(process);
    adjustments.forEach((change, number) => {
      if (change === 0) return;
      const semaphore = this.semaphores[number]!;
      semaphore.value = Math.min(HIGHEST_VALUE, Math.max(0, semaphore.value + change));
      semaphore.pid = process.pid;
    });
    this.changes.wake();
  }
}
