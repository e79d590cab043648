/* OpenBSD's own ways to sleep and to be woken: __thrsleep and __thrwakeup by a name, futex by a word. */
#include "common.h"

static struct thread workers[3];
static volatile int lock_word, awake, ready, back, moved, first_word, second_word;

static long sleep_on(volatile const void *ident, const struct timespec *until, volatile int *lock, const int *abort) {
  return SYS(SYS___thrsleep, ident, CLOCK_REALTIME, until, lock, abort);
}

static void sleeper(struct thread *t) {
  long r = sleep_on(t->argument, 0, &lock_word, 0);
  __atomic_add_fetch(&awake, 1, __ATOMIC_SEQ_CST);
  if (r) print("woken with %ld\n", r);
}

static void futex_sleeper(struct thread *t) {
  (void)t;
  __atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
  long r = SYS(SYS_futex, &first_word, FUTEX_WAIT, 0, 0, 0);
  if (r) print("futex wait %s\n", result_name(r));
  __atomic_add_fetch(&moved, 1, __ATOMIC_SEQ_CST);
}

static void interrupted(int number, siginfo_t *info, void *context) { (void)number, (void)info, (void)context; }

/* Until it has come: the first one may be too early. */
static void signal_later(struct thread *t) {
  for (;;) {
    s_sleep_ms(20);
    if (back) return;
    s_thread_kill((int)(uintptr_t)t->argument, SIGUSR1);
  }
}

static void let_others_run(void) {
  for (int i = 0; i < 50; i++) s_sched_yield();
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  /* Errors are results here, not failures. */
  print("nobody to wake %d, no name %d %d\n", SYS(SYS___thrwakeup, &awake, 1) == ESRCH, SYS(SYS___thrwakeup, 0, 1) == EINVAL,
        sleep_on(0, 0, 0, 0) == EINVAL);
  struct timespec wrong = {1, 1000000000};
  print("no such time %d, at no address %d, of no clock %d, nobody at the name that all share %ld\n", sleep_on(&awake, &wrong, 0, 0) == EINVAL,
        sleep_on(&awake, (struct timespec *)16, 0, 0) == EFAULT, SYS(SYS___thrsleep, &awake, 77, &wrong, 0, 0) == EINVAL, SYS(SYS___thrwakeup, -1, 1));
  struct timespec past = {1, 0};
  lock_word = 1;
  print("a time that has passed %d, lock given back %d\n", sleep_on(&awake, &past, &lock_word, 0) == EWOULDBLOCK, lock_word == 0);
  int abort = 1;
  lock_word = 1;
  print("aborted %d, lock given back %d\n", sleep_on(&awake, 0, &lock_word, &abort) == EINTR, lock_word == 0);
  struct timespec soon;
  SYS(SYS_clock_gettime, CLOCK_REALTIME, &soon);
  soon.tv_nsec += 20000000;
  if (soon.tv_nsec >= 1000000000) soon.tv_sec++, soon.tv_nsec -= 1000000000;
  long r = sleep_on(&awake, &soon, 0, 0);
  struct timespec now;
  SYS(SYS_clock_gettime, CLOCK_REALTIME, &now);
  print("until a time %d, it has come %d\n", r == EWOULDBLOCK,
        now.tv_sec > soon.tv_sec || (now.tv_sec == soon.tv_sec && now.tv_nsec >= soon.tv_nsec));

  for (int i = 0; i < 3; i++) {
    lock_word = 1;
    thread_start(&workers[i], sleeper, (void *)(i < 2 ? &workers[0] : &workers[1]));
    while (lock_word) s_sched_yield();
  }
  let_others_run();
  print("wake one: %ld", SYS(SYS___thrwakeup, &workers[0], 1));
  while (awake < 1) s_sched_yield();
  let_others_run();
  print(", awake %d", awake);
  print("; all of the other name: %ld", SYS(SYS___thrwakeup, &workers[1], 0));
  while (awake < 2) s_sched_yield();
  print(", awake %d", awake);
  print("; the last: %ld\n", SYS(SYS___thrwakeup, &workers[0], 0));
  for (int i = 0; i < 3; i++) thread_join(&workers[i]);

  print("futex: another value %s, no such operation %s, not mapped %s\n",
        result_name(SYS(SYS_futex, &first_word, FUTEX_WAIT, 7, 0, 0)), result_name(SYS(SYS_futex, &first_word, 77, 0, 0, 0)),
        result_name(SYS(SYS_futex, 16, FUTEX_WAIT, 0, 0, 0)));
  struct timespec short_time = {0, 10000000};
  print("timed out %s\n", result_name(SYS(SYS_futex, &first_word, FUTEX_WAIT, 0, &short_time, 0)));
  for (int i = 0; i < 3; i++) thread_start(&workers[i], futex_sleeper, 0);
  while (ready < 3) s_sched_yield();
  let_others_run();
  print("requeue: woken %ld", SYS(SYS_futex, &first_word, FUTEX_REQUEUE, 1, 1, &second_word));
  while (moved < 1) s_sched_yield();
  print(", then from the second word %ld", SYS(SYS_futex, &second_word, FUTEX_WAKE, 5, 0, 0));
  while (moved < 2) s_sched_yield();
  print(", from the first %ld\n", SYS(SYS_futex, &first_word, FUTEX_WAKE, 5, 0, 0));
  for (int i = 0; i < 3; i++) thread_join(&workers[i]);

  signal_set none = {{0}};
  on_signal(SIGUSR1, (void *)interrupted, SA_SIGINFO, none);
  thread_start(&workers[0], signal_later, (void *)(uintptr_t)s_gettid());
  print("a signal ends the sleep %d\n", sleep_on(&awake, 0, 0, 0) == EINTR);
  back = 1;
  thread_join(&workers[0]);
  back = 0;
  thread_start(&workers[0], signal_later, (void *)(uintptr_t)s_gettid());
  print("a signal ends futex %s\n", result_name(SYS(SYS_futex, &first_word, FUTEX_WAIT, 0, 0, 0)));
  back = 1;
  thread_join(&workers[0]);

  print("thrkill: wrong TCB %s, no such thread %s\n", result_name(SYS(SYS_thrkill, 0, 0, &awake)),
        result_name(SYS(SYS_thrkill, 999999, 0, 0)));
  struct {
    void *tcb, *tid, *stack;
  } fork = {0, 0, 0};
  print("__tfork: without a stack %s, of another size %s\n", result_name(SYS(SYS___tfork, &fork, sizeof fork)),
        result_name(SYS(SYS___tfork, &fork, 8)));
  mask_signals(SIG_BLOCK, set_of(SIGUSR2), 0);
  s_raise(SIGUSR2);
  siginfo_t info;
  print("__thrsigdivert takes %ld", SYS(SYS___thrsigdivert, set_of(SIGUSR2).word[0], &info, 0));
  print(" %d, none in time %s\n", info.si_signo, result_name(SYS(SYS___thrsigdivert, set_of(SIGUSR2).word[0], 0, &short_time)));
  return 0;
}
