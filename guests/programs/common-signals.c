/* Every signal path, by source that is the same on Linux and the BSDs: handlers, siginfo, masks, stacks, restarts, returns. */
#include "common.h"

static const signal_set NONE;
static volatile int hits, depth, seen_number, seen_code, seen_pid, seen_status;
static volatile uintptr_t seen_stack, seen_pc;

static void note(int number, siginfo_t *info, void *context) {
  hits++;
  seen_number = number;
  seen_code = info->si_code;
  seen_pid = info->si_pid;
  seen_pc = context_pc(context);
}

static void note_child(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  hits++;
  seen_code = info->si_code;
  seen_status = info->si_status;
  seen_pid = info->si_pid;
}

static void basics(void) {
  on_signal(SIGUSR1, (void *)note, SA_SIGINFO, NONE);
  print("kill %s", result_name(s_kill(s_getpid(), SIGUSR1)));
  print(", hits %d, %s, by user %d, own pid %d\n", hits, signal_name(seen_number), seen_code == SI_USER, seen_pid == s_getpid());
  s_raise(SIGUSR1);
  print("to the thread: hits %d, by user %d, own pid %d\n", hits, seen_code == SI_USER, seen_pid == s_getpid());
  on_signal(SIGUSR1, SIG_IGN, 0, NONE);
  s_raise(SIGUSR1);
  print("ignored: hits %d\n", hits);
  show("catch SIGKILL", on_signal(SIGKILL, (void *)note, 0, NONE));
  show(", ignore SIGSTOP", on_signal(SIGSTOP, SIG_IGN, 0, NONE));
  print("\n");
  print("signal 0 %s, ", result_name(s_kill(s_getpid(), 0)));
  print("signal 65000 %s, ", result_name(s_kill(s_getpid(), 65000)));
  print("no such process %s\n", result_name(s_kill(0x3fffff, SIGUSR1)));
}

static void masks(void) {
  signal_set now, pending;
  on_signal(SIGUSR1, (void *)note, SA_SIGINFO, NONE);
  mask_signals(SIG_BLOCK, set_of(SIGUSR1), 0);
  hits = 0;
  for (int i = 0; i < 3; i++) s_raise(SIGUSR1);
  s_sigpending(&pending);
  print("blocked: hits %d, pending %d %d\n", hits, set_has(&pending, SIGUSR1), set_has(&pending, SIGUSR2));
  mask_signals(SIG_UNBLOCK, set_of(SIGUSR1), &now);
  print("unblocked: hits %d, was blocked %d\n", hits, set_has(&now, SIGUSR1));
  print("bad how %s\n", result_name(mask_signals(17, NONE, 0)));
  mask_signals(SIG_BLOCK, set_or(set_of(SIGKILL), set_of(SIGSTOP)), 0);
  mask_signals(SIG_BLOCK, NONE, &now);
  print("KILL and STOP blocked: %d %d\n", set_has(&now, SIGKILL), set_has(&now, SIGSTOP));
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
  struct kernel_sigaction old;
  print("nested:\n");
  on_signal(SIGUSR1, (void *)nested, SA_SIGINFO, NONE);
  on_signal(SIGUSR2, (void *)nested, SA_SIGINFO, NONE);
  hits = 0;
  s_raise(SIGUSR1);
  print("second one masked by sa_mask:\n");
  on_signal(SIGUSR1, (void *)nested, SA_SIGINFO, set_of(SIGUSR2));
  hits = 1;
  s_raise(SIGUSR1);
  print("SA_NODEFER:\n");
  on_signal(SIGUSR1, (void *)nested, SA_SIGINFO | SA_NODEFER, NONE);
  hits = 0;
  s_raise(SIGUSR1);
  mask_signals(SIG_BLOCK, NONE, &now);
  print("mask after all: USR1 %d, USR2 %d\n", set_has(&now, SIGUSR1), set_has(&now, SIGUSR2));
  on_signal(SIGUSR1, (void *)note, SA_SIGINFO | SA_RESETHAND, NONE);
  s_raise(SIGUSR1);
  s_sigaction(SIGUSR1, 0, &old);
  print("SA_RESETHAND left %s\n", (void *)old.handler == (void *)SIG_DFL ? "SIG_DFL" : "a handler");
  on_signal(SIGUSR1, (void *)note, SA_SIGINFO | SA_RESTART, set_of(SIGTERM));
  s_sigaction(SIGUSR1, 0, &old);
  print("sigaction tells: handler %d, SA_RESTART %d, SA_ONSTACK %d, TERM in mask %d\n", (void *)old.handler == (void *)note,
        (old.flags & SA_RESTART) != 0, (old.flags & SA_ONSTACK) != 0, set_has(&old.mask, SIGTERM));
}

static char alternative[32768] __attribute__((aligned(4096)));

static void on_stack(int number, siginfo_t *info, void *context) {
  char here;
  stack_t now;
  (void)number, (void)info, (void)context;
  seen_stack = (uintptr_t)&here;
  s_sigaltstack(0, &now);
  print("  on the alternative stack %d, ss_flags %d, ", seen_stack >= (uintptr_t)alternative && seen_stack < (uintptr_t)alternative + sizeof alternative,
        now.ss_flags);
  now.ss_flags = 0;
  print("change %s\n", result_name(s_sigaltstack(&now, 0)));
}

static void stacks(void) {
  stack_t stack, old;
  memset(&stack, 0, sizeof stack);
  stack.ss_sp = alternative;
  stack.ss_size = sizeof alternative;
  print("alternative stack: set %s\n", result_name(s_sigaltstack(&stack, 0)));
  on_signal(SIGUSR1, (void *)on_stack, SA_SIGINFO | SA_ONSTACK, NONE);
  s_raise(SIGUSR1);
  s_sigaltstack(0, &old);
  print("after: flags %d, size %d\n", old.ss_flags, (int)old.ss_size);
  stack.ss_size = 100;
  print("too small %s\n", result_name(s_sigaltstack(&stack, 0)));
}

static int send_later(int number, long ms, int fd) {
  int parent = s_getpid(), pid = (int)s_fork();
  if (pid != 0) return pid;
  s_sleep_ms(ms);
  s_kill(parent, number);
  s_sleep_ms(ms);
  if (fd >= 0) s_write(fd, "x", 1);
  quit(3);
}

static void restarts(void) {
  int fds[2];
  char c = 0;
  signal_set now;
  s_pipe2(fds, 0);
  on_signal(SIGUSR1, (void *)note, SA_SIGINFO, NONE);
  hits = 0;
  int pid = send_later(SIGUSR1, 50, -1);
  print("read without SA_RESTART %s", result_name(s_read(fds[0], &c, 1)));
  print(", hits %d, child %s\n", hits, wait_text(pid));
  on_signal(SIGUSR1, (void *)note, SA_SIGINFO | SA_RESTART, NONE);
  hits = 0;
  pid = send_later(SIGUSR1, 50, fds[1]);
  print("read with SA_RESTART %s", result_name(s_read(fds[0], &c, 1)));
  print(" '%c', hits %d, child %s\n", c, hits, wait_text(pid));
  pid = send_later(SIGUSR1, 50, -1);
  print("wait with SA_RESTART: child %s\n", wait_text(pid));
  on_signal(SIGUSR2, (void *)note, SA_SIGINFO, NONE);
  mask_signals(SIG_BLOCK, set_of(SIGUSR2), 0);
  s_raise(SIGUSR2);
  hits = 0;
  print("sigsuspend %s", result_name(s_sigsuspend(&NONE)));
  mask_signals(SIG_BLOCK, NONE, &now);
  print(", hits %d, blocked again %d\n", hits, set_has(&now, SIGUSR2));
  mask_signals(SIG_SETMASK, NONE, 0);
}

static void change_mask(int number, siginfo_t *info, void *context) {
  (void)number, (void)info;
  signal_set *mask = context_mask(context);
  *mask = set_or(*mask, set_of(SIGTERM));
}

/* Registers and float registers that a handler destroys come back with its return. */
static __attribute__((noinline)) double burn(int n) {
  volatile double sum = 0;
  for (int i = 1; i < n; i++) sum += 1.5 * i;
  return sum;
}

static void destroy(int number, siginfo_t *info, void *context) {
  (void)number, (void)info, (void)context;
  hits += burn(20) > 0;
}

static void returns(void) {
  signal_set now;
  on_signal(SIGUSR1, (void *)change_mask, SA_SIGINFO, NONE);
  s_raise(SIGUSR1);
  mask_signals(SIG_BLOCK, NONE, &now);
  print("a handler edits the mask that its return restores: TERM blocked %d\n", set_has(&now, SIGTERM));
  mask_signals(SIG_SETMASK, NONE, 0);
  on_signal(SIGUSR1, (void *)destroy, SA_SIGINFO, NONE);
  hits = 0;
  unsigned a = 1, b = 2, c = 3, d = 4, e = 5;
  double x = 1, y = 2;
  for (int i = 0; i < 6; i++) {
    a = a * 3 + b, b = b * 5 + c, c = c * 7 + d, d = d * 11 + e, e = e * 13 + a;
    x = x * 1.5 + y, y = y + x;
    s_raise(SIGUSR1);
  }
  print("registers after %d handlers: %x %x %x %x %x, %d %d\n", hits, a, b, c, d, e, (int)(x * 64), (int)(y * 64));
}

static void children(void) {
  on_signal(SIGCHLD, (void *)note_child, SA_SIGINFO | SA_RESTART, NONE);
  hits = 0;
  int pid = (int)s_fork();
  if (pid == 0) quit(37);
  wait_text(pid);
  print("SIGCHLD: hits %d, exited %d, status %d, its pid %d\n", hits, seen_code == 1, seen_status, seen_pid == pid);
  pid = (int)s_fork();
  if (pid == 0) {
    s_raise(SIGKILL);
    quit(0);
  }
  wait_text(pid);
  print("SIGCHLD: hits %d, killed %d, by %s\n", hits, seen_code == 2, signal_name(seen_status));
  on_signal(SIGCHLD, SIG_DFL, 0, NONE);
}

static void defaults(void) {
  static const int numbers[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGILL,  SIGTRAP, SIGABRT, SIGBUS, SIGFPE,  SIGKILL, SIGUSR1, SIGSEGV,
                                SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD, SIGCONT, SIGURG, SIGXCPU, SIGXFSZ, SIGWINCH, SIGSYS};
  for (unsigned i = 0; i < COUNT(numbers); i++) {
    int pid = (int)s_fork();
    if (pid == 0) {
      on_signal(numbers[i], SIG_DFL, 0, NONE);
      s_raise(numbers[i]);
      quit(7);
    }
    print("default of %s: %s\n", signal_name(numbers[i]), wait_text(pid));
  }
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  basics();
  masks();
  nesting();
  stacks();
  restarts();
  returns();
  children();
  defaults();
  return 0;
}
