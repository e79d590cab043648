import type { Exit } from '../exec/engine';
import { ExitKind } from '../ir/op';
import { AccessResult } from '../memory/guest-memory';
import type { SignalCode, SignalInfo } from './signal-info';

/**
 * The signal of a CPU exit that most kernels answer alike. `pc` is the instruction's address.
 * @param beyondFile - si_code of an access behind the end of a mapped file, which differs between kernels.
 */
export function faultInfo(exit: Exit, pc: number, beyondFile: SignalCode): SignalInfo {
  switch (exit.kind) {
    case ExitKind.fault:
      if (exit.info === AccessResult.beyondFile)
        return { signal: 'SIGBUS', code: beyondFile, address: exit.address };
      return {
        signal: 'SIGSEGV',
        code: exit.info === AccessResult.forbidden ? 'SEGV_ACCERR' : 'SEGV_MAPERR',
        address: exit.address,
      };
    case ExitKind.unaligned:
      return { signal: 'SIGBUS', code: 'BUS_ADRALN', address: exit.address };
    case ExitKind.breakpoint:
      return { signal: 'SIGTRAP', code: 'TRAP_BRKPT', address: pc };
    default:
      return { signal: 'SIGILL', code: 'ILL_ILLOPC', address: pc };
  }
}
