/* Handlers, masks, queues, alternative stacks, restarts and the state that a return from a handler restores. */
#include "signals.h"

#include "posix.h"

static volatile int depth, hits, seen_number, seen_code;
static volatile long seen_value;
static volatile uintptr_t seen_stack;
static volatile int seen_mask_usr2;
static const signal_set NONE;

static void count(int number, siginfo_t *info, void *context) {
  (void)context;
  hits++;
  seen_number = number;
  seen_code = info ? info->si_code : 0;
}

static void handler_basic(void) {
  on_signal(SIGUSR1, (void *)count, SA_SIGINFO, NONE);
  print("kill: %s", result_name(s_kill(s_getpid(), SIGUSR1)));
  print(", hits %d, %s, code %d\n", hits, signal_name(seen_number), seen_code);
  print("tgkill: %s", result_name(s_raise(SIGUSR1)));
  print(", hits %d, code %d\n", hits, seen_code);
  on_signal(SIGUSR1, SIG_IGN, 0, NONE);
  print("ignored: %s, hits %d\n", result_name(s_raise(SIGUSR1)), hits);
  print("SIGKILL cannot be caught: %s\n", result_name(on_signal(SIGKILL, (void *)count, 0, NONE)));
  print("SIGSTOP cannot be ignored: %s\n", result_name(on_signal(SIGSTOP, SIG_IGN, 0, NONE)));
  print("signal 0 to self: %s\n", result_name(s_kill(s_getpid(), 0)));
  print("signal 65000: %s\n", result_name(s_kill(s_getpid(), 65000)));
  print("no such process: %s\n", result_name(s_kill(0x3ffffff, SIGUSR1)));
}

static void with_value(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  hits++;
  seen_code = info->si_code;
  seen_value = info->si_value.sival_int;
  print("  value %ld code %d pid %s\n", seen_value, seen_code, info->si_pid == s_getpid() ? "own" : "other");
}

static long queue(int number, int value) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  info.si_signo = number;
  info.si_code = SI_QUEUE;
  info.si_pid = s_getpid();
  info.si_value.sival_int = value;
  return SYS(__NR_rt_sigqueueinfo, s_getpid(), number, &info);
}

static void realtime_queue(void) {
  print("real-time signals queue in order:\n");
  on_signal(40, (void *)with_value, SA_SIGINFO, NONE);
  on_signal(36, (void *)with_value, SA_SIGINFO, NONE);
  mask_signals(SIG_BLOCK, set_or(set_of(40), set_of(36)), 0);
  for (int i = 1; i <= 3; i++) queue(40, i);
  queue(36, 100);
  hits = 0;
  mask_signals(SIG_UNBLOCK, set_or(set_of(40), set_of(36)), 0);
  print("delivered %d\n", hits);

  print("a standard signal does not queue: ");
  on_signal(SIGUSR1, (void *)count, SA_SIGINFO, NONE);
  mask_signals(SIG_BLOCK, set_of(SIGUSR1), 0);
  hits = 0;
  for (int i = 0; i < 3; i++) s_raise(SIGUSR1);
  signal_set pending;
  SYS(__NR_rt_sigpending, &pending, SIGSET_BYTES);
  print("pending %d ", set_has(&pending, SIGUSR1));
  mask_signals(SIG_UNBLOCK, set_of(SIGUSR1), 0);
  print("hits %d\n", hits);
}

static void nested(int number, siginfo_t *info, void *context) {
  signal_set now;
  (void)info, (void)context;
  depth++;
  mask_signals(SIG_BLOCK, NONE, &now);
  print("  enter %s depth %d, USR1 blocked %d, USR2 blocked %d\n", signal_name(number), depth, set_has(&now, SIGUSR1),
        set_has(&now, SIGUSR2));
  if (number == SIGUSR1) s_raise(SIGUSR2);
  if (number == SIGUSR1 && hits++ == 0) s_raise(SIGUSR1);
  print("  leave %s depth %d\n", signal_name(number), depth);
  depth--;
}

static void nesting(void) {
  signal_set now;
  print("nested, second one not masked:\n");
  on_signal(SIGUSR1, (void *)nested, SA_SIGINFO, NONE);
  on_signal(SIGUSR2, (void *)nested, SA_SIGINFO, NONE);
  hits = 0;
  s_raise(SIGUSR1);
  print("nested, second one masked by sa_mask:\n");
  on_signal(SIGUSR1, (void *)nested, SA_SIGINFO, set_of(SIGUSR2));
  hits = 1;
  s_raise(SIGUSR1);
  print("nested, SA_NODEFER:\n");
  on_signal(SIGUSR1, (void *)nested, SA_SIGINFO | SA_NODEFER, NONE);
  hits = 0;
  s_raise(SIGUSR1);
  mask_signals(SIG_BLOCK, NONE, &now);
  print("mask after all: USR1 %d, USR2 %d\n", set_has(&now, SIGUSR1), set_has(&now, SIGUSR2));
  on_signal(SIGUSR1, (void *)count, SA_SIGINFO | SA_RESETHAND, NONE);
  s_raise(SIGUSR1);
  struct kernel_sigaction old;
  SYS(__NR_rt_sigaction, SIGUSR1, 0, &old, SIGSET_BYTES);
  print("SA_RESETHAND left %s\n", (void *)old.handler == (void *)SIG_DFL ? "SIG_DFL" : "a handler");
}

static char alternative[32768] __attribute__((aligned(16)));

static void on_stack(int number, siginfo_t *info, void *context) {
  char here;
  stack_t now;
  (void)number, (void)info;
  seen_stack = (uintptr_t)&here;
  SYS(__NR_sigaltstack, 0, &now);
  print("  on the alternative stack %d, ss_flags %d, change: ",
        seen_stack >= (uintptr_t)alternative && seen_stack < (uintptr_t)alternative + sizeof alternative, now.ss_flags);
  now.ss_flags = 0;
  print("%s, context says size %d\n", result_name(SYS(__NR_sigaltstack, &now, 0)),
        (int)((struct signal_context *)context)->stack.ss_size);
}

static void alternative_stack(void) {
  stack_t stack = {.ss_sp = alternative, .ss_size = sizeof alternative, .ss_flags = 0}, old;
  print("alternative stack:\n");
  print("set: %s\n", result_name(SYS(__NR_sigaltstack, &stack, &old)));
  print("before: flags %d\n", old.ss_flags);
  on_signal(SIGUSR1, (void *)on_stack, SA_SIGINFO | SA_ONSTACK, NONE);
  s_raise(SIGUSR1);
  SYS(__NR_sigaltstack, 0, &old);
  print("after: flags %d\n", old.ss_flags);
  stack.ss_size = 100;
  print("too small: %s\n", result_name(SYS(__NR_sigaltstack, &stack, 0)));
  stack.ss_flags = SS_DISABLE;
  print("disable: %s\n", result_name(SYS(__NR_sigaltstack, &stack, 0)));
}

static int later(int number, long ms) {
  int parent = s_getpid();
  int pid = (int)s_fork();
  if (pid == 0) {
    s_sleep_ms(ms);
    s_kill(parent, number);
    s_sleep_ms(ms);
    quit(0);
  }
  return pid;
}

static void restarting(void) {
  int fds[2];
  char c = 0;
  print("interrupted read:\n");
  on_signal(SIGUSR1, (void *)count, SA_SIGINFO, NONE);
  s_pipe2(fds, 0);
  hits = 0;
  int pid = later(SIGUSR1, 60);
  print("without SA_RESTART %s", result_name(s_read(fds[0], &c, 1)));
  print(", hits %d\n", hits);
  print("child: %s\n", wait_text(pid));
  on_signal(SIGUSR1, (void *)count, SA_SIGINFO | SA_RESTART, NONE);
  hits = 0;
  int parent = s_getpid();
  pid = (int)s_fork();
  if (pid == 0) {
    s_sleep_ms(60);
    s_kill(parent, SIGUSR1);
    s_sleep_ms(60);
    s_write(fds[1], "x", 1);
    quit(3);
  }
  print("with SA_RESTART %s", result_name(s_read(fds[0], &c, 1)));
  print(" '%c', hits %d\n", c, hits);
  print("child: %s\n", wait_text(pid));

  struct {
    long s, ns;
  } want = {10, 0}, left = {0, 0};
  pid = later(SIGUSR1, 60);
  print("nanosleep even with SA_RESTART %s", result_name(SYS(__NR_nanosleep, &want, &left)));
  print(", %ld seconds left\n", left.s);
  s_wait(pid, 0, 0);
  pid = later(SIGUSR1, 60);
  print("wait4 with SA_RESTART: %s\n", wait_text(pid));
  pid = later(SIGUSR1, 60);
  print("pause %s", result_name(SYS(__NR_rt_sigsuspend, &NONE, SIGSET_BYTES)));
  print("\n");
  s_wait(pid, 0, 0);
}

static void suspending(void) {
  signal_set now, wait = NONE;
  print("sigsuspend:\n");
  on_signal(SIGUSR2, (void *)count, SA_SIGINFO, NONE);
  mask_signals(SIG_BLOCK, set_of(SIGUSR2), 0);
  s_raise(SIGUSR2);
  hits = 0;
  print("hits before %d\n", hits);
  print("sigsuspend %s", result_name(SYS(__NR_rt_sigsuspend, &wait, SIGSET_BYTES)));
  mask_signals(SIG_BLOCK, NONE, &now);
  print(", hits %d, blocked again %d\n", hits, set_has(&now, SIGUSR2));
  s_raise(SIGUSR2);
  siginfo_t info;
  signal_set want = set_of(SIGUSR2);
  memset(&info, 0, sizeof info);
  print("sigtimedwait %s", signal_name((int)SYS(__NR_rt_sigtimedwait, &want, &info, 0, SIGSET_BYTES)));
  print(" code %d\n", info.si_code);
  struct {
    long s, ns;
  } brief = {0, 1000000};
  print("sigtimedwait on nothing %s\n", result_name(SYS(__NR_rt_sigtimedwait, &want, &info, &brief, SIGSET_BYTES)));
  mask_signals(SIG_SETMASK, NONE, 0);
}

static void change_mask(int number, siginfo_t *info, void *context) {
  (void)number, (void)info;
  struct signal_context *c = context;
  /* The set that sigreturn restores follows the machine context on all architectures that are built here. */
#if defined __arm__ || defined __x86_64__ || defined __mips__
  signal_set *mask = (signal_set *)((char *)c + __builtin_offsetof(struct signal_context, machine) + sizeof c->machine);
  *mask = set_or(*mask, set_of(SIGTERM));
#endif
}

static void returning(void) {
  signal_set now;
  print("a handler edits the mask that its return restores: ");
  on_signal(SIGUSR1, (void *)change_mask, SA_SIGINFO, NONE);
  s_raise(SIGUSR1);
  mask_signals(SIG_BLOCK, NONE, &now);
  print("TERM blocked %d\n", set_has(&now, SIGTERM));
  mask_signals(SIG_SETMASK, NONE, 0);
  print("sigprocmask with a bad how: %s\n", result_name(mask_signals(17, NONE, 0)));
  print("sigprocmask with a bad size: %s\n", result_name(SYS(__NR_rt_sigprocmask, SIG_BLOCK, &now, 0, 3)));
  mask_signals(SIG_BLOCK, set_or(set_of(SIGKILL), set_of(SIGSTOP)), 0);
  mask_signals(SIG_BLOCK, NONE, &now);
  print("KILL and STOP cannot be blocked: %d %d\n", set_has(&now, SIGKILL), set_has(&now, SIGSTOP));
}

static void defaults(void) {
  static const int numbers[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGILL,    SIGTRAP, SIGABRT, SIGBUS,  SIGFPE,  SIGKILL,
                                SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE,   SIGALRM, SIGTERM, SIGCHLD, SIGCONT, SIGURG,
                                SIGXCPU, SIGXFSZ, SIGPROF, SIGWINCH,  SIGIO,   SIGPWR,  SIGSYS,  34,      LAST_FATAL_SIGNAL};
  print("default actions:\n");
  for (unsigned i = 0; i < COUNT(numbers); i++) {
    int pid = (int)s_fork();
    if (pid == 0) {
      struct {
        unsigned long now, max;
      } no_core = {0, 0};
      SYS(__NR_setrlimit, 4, &no_core);
      for (int n = 1; n <= SIGNAL_COUNT; n++) on_signal(n, SIG_DFL, 0, NONE);
      s_raise(numbers[i]);
      quit(7);
    }
    print("  %s: %s\n", i + 1 == COUNT(numbers) ? "the last" : signal_name(numbers[i]), wait_text(pid)[0] == 'e' ? "survived" : "killed");
  }
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  handler_basic();
  realtime_queue();
  nesting();
  alternative_stack();
  restarting();
  suspending();
  returning();
  defaults();
  print("done\n");
  return 0;
}
