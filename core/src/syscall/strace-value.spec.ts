import type { Abi } from '../abi/abi';
import { flagTable } from '../abi/flag-table';
import { showMode, showSignalInfo, showValue, showWaitStatus } from './strace-value';

const abi = {
  signals: { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 },
  flags: { sigaction: flagTable({}, { SA_RESTART: 0x1000_0000 }) },
} as unknown as Abi;

test('members by name', () => {
  expect(showMode(0o104755)).toBe('S_IFREG|S_ISUID|0755');
  expect(showValue({ st_mode: 0o40700, st_size: 5, __pad: 1 }, abi)).toBe(
    '{st_mode=S_IFDIR|0700, st_size=5}',
  );
  expect(showValue({ rlim_cur: 8192 * 1024, rlim_max: 0xffff_ffff }, abi)).toBe(
    '{rlim_cur=8192*1024, rlim_max=RLIM_INFINITY}',
  );
  const action = { sa_handler: 0x1234, sa_mask: [0b11, 0], sa_flags: 0x1000_0000, sa_restorer: 0 };
  expect(showValue(action, abi)).toBe(
    '{sa_handler=0x1234, sa_mask=[HUP INT], sa_flags=SA_RESTART, sa_restorer=NULL}',
  );
  expect(showValue({ sa_handler: 1, sa_mask: [0x4003] }, abi)).toBe('{sa_handler=SIG_IGN, sa_mask=~[QUIT]}');
});

test('the status of wait', () => {
  expect(showWaitStatus(abi, 0x300)).toBe('{WIFEXITED(s) && WEXITSTATUS(s) == 3}');
  expect(showWaitStatus(abi, 0x83)).toBe('{WIFSIGNALED(s) && WTERMSIG(s) == SIGQUIT && WCOREDUMP(s)}');
  expect(showWaitStatus(abi, 0x27f)).toBe('{WIFSTOPPED(s) && WSTOPSIG(s) == SIGINT}');
  expect(showWaitStatus(abi, 0xffff)).toBe('{WIFCONTINUED(s)}');
});

test('what a signal carries', () => {
  expect(showSignalInfo({ signal: 'SIGSEGV', code: 'SEGV_MAPERR', address: 16 })).toBe(
    '{si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x10}',
  );
  expect(showSignalInfo({ signal: 'SIGCHLD', code: 'CLD_KILLED', pid: 7, uid: 0, status: 'SIGTERM' })).toBe(
    '{si_signo=SIGCHLD, si_code=CLD_KILLED, si_pid=7, si_uid=0, si_status=SIGTERM}',
  );
});
