import type { Abi } from '../abi/abi';
import type { Architecture, CpuModel } from '../isa/architecture';
import type { AddressSpace } from '../memory/address-space';
import type { Signal } from '../signal/signal';
import type { SignalAction, SignalInfo } from '../signal/signal-info';
import type { Credentials } from './credentials';
import type { FdTable } from './fd-table';
import type { Kernel } from './kernel';
import type { Limits } from './limits';
import type { Thread } from './thread';
import type { FileContext } from './vfs/file-context';

/** How a process ended, as wait reports it. */
export type ExitStatus = { readonly code: number } | { readonly signal: Signal; readonly core: boolean };

/** One guest process. */
export interface Process {
  readonly pid: number;
  readonly parent: Process | undefined;
  readonly kernel: Kernel;
  readonly threads: ReadonlySet<Thread>;
  readonly leader: Thread;
  readonly children: ReadonlySet<Process>;
  pgid: number;
  sid: number;

  // Replaced by exec
  readonly abi: Abi;
  readonly architecture: Architecture;
  readonly model: CpuModel;
  readonly space: AddressSpace;
  /** Guest path of the running file (/proc/self/exe). */
  readonly exe: string;
  readonly argv: readonly string[];
  readonly comm: string;
  /** The auxiliary vector as bytes, for /proc/self/auxv. */
  auxv: Uint8Array;
  /** Where the first stack's parts lie, for /proc/self/{cmdline,environ,stat}; set by ProcessStart. */
  stackInfo:
    | {
        readonly argStart: number;
        readonly argEnd: number;
        readonly envStart: number;
        readonly envEnd: number;
        readonly start: number;
      }
    | undefined;

  readonly files: FdTable;
  /** Root, working directory, umask. */
  readonly fs: FileContext;
  credentials: Credentials;
  readonly limits: Limits;
  /** OS packages keep what only their processes have here (pledge, capsicum mode, …). */
  readonly extra: Map<symbol, unknown>;

  action(signal: Signal): SignalAction;
  setAction(signal: Signal, action: SignalAction): void;
  /** Sends a signal to the process: any thread that does not block it. */
  signal(info: SignalInfo): void;
  /** Ends all its threads. */
  exit(status: ExitStatus): void;
}
