import type { ProgramList } from '../programs/program-case';

/** Our own Go program: goroutines, timers, sockets, panics recovered from SIGSEGV, garbage collection. */
export const go: ProgramList = {
  name: 'go',
  title: 'a Go program',
  packages: 'go',
  architectures: ['armhf', 'armel', 'mipsel', 'mips'],
  dynamic: false,
  cases: [
    { name: 'all', argv: ['/bin/go-guest'], timeout: 120 },
    { name: 'one processor', argv: ['/bin/go-guest', 'argument'], env: { GOMAXPROCS: '1' }, timeout: 120 },
    {
      name: 'without asynchronous preemption',
      argv: ['/bin/go-guest'],
      env: { GODEBUG: 'asyncpreemptoff=1' },
      timeout: 120,
    },
  ],
};

/** The same without floating-point instructions, which only MIPS has as a choice of its own. */
export const goSoftFloat: ProgramList = {
  ...go,
  name: 'go-softfloat',
  title: 'a Go program with GOMIPS=softfloat',
  packages: 'go-softfloat',
  architectures: ['mipsel', 'mips'],
};
