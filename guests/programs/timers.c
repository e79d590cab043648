/* Clocks, sleeps, interval timers and POSIX timers. Durations are only told as "at least" and "not absurdly more". */
#include "posix.h"
#include "signals.h"

static const signal_set NONE;
static volatile int hits, seen_code, seen_value, most_overrun;

struct duration {
  long s, ns;
};
struct interval {
  struct duration interval, value;
};

static void count(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  hits++;
  seen_code = info->si_code;
  seen_value = info->si_value.sival_int;
  if (info->si_code == SI_TIMER && info->si_overrun > most_overrun) most_overrun = info->si_overrun;
}

static const char *about(long took, long least) { return took >= least && took < least + 3000 ? "about right" : "wrong"; }

static void clocks(void) {
  static const int ids[] = {0, 1, 2, 3, 4, 5, 6, 7};
  struct duration a, b;
  for (unsigned i = 0; i < COUNT(ids); i++) {
    long r = SYS(__NR_clock_gettime, ids[i], &a);
    long q = SYS(__NR_clock_gettime, ids[i], &b);
    print("clock %d: %s %s, runs forward %d, nanoseconds in range %d\n", ids[i], result_name(r), q == r ? "0" : "else",
          b.s > a.s || (b.s == a.s && b.ns >= a.ns), a.ns >= 0 && a.ns < 1000000000);
  }
  print("bad clock %s, resolution %s\n", result_name(SYS(__NR_clock_gettime, 77, &a)), SYS(__NR_clock_getres, 1, &b) == 0 ? "0" : "else");
  struct {
    long s, us;
  } day;
  SYS(__NR_gettimeofday, &day, 0);
  SYS(__NR_clock_gettime, 0, &a);
  print("gettimeofday agrees with the clock %d\n", a.s - day.s <= 1 && a.s >= day.s);
}

static void sleeps(void) {
  long before = now_ms();
  struct duration t = {0, 30000000}, bad = {0, 1000000000};
  print("nanosleep %s", result_name(SYS(__NR_nanosleep, &t, 0)));
  print(" %s, bad %s\n", about(now_ms() - before, 30), result_name(SYS(__NR_nanosleep, &bad, 0)));
  before = now_ms();
  SYS(__NR_clock_gettime, 1, &t);
  t.ns += 40000000;
  if (t.ns >= 1000000000) t.ns -= 1000000000, t.s++;
  print("absolute %s", result_name(SYS(__NR_clock_nanosleep, 1, 1, &t, 0)));
  print(" %s, in the past %s\n", about(now_ms() - before, 39), SYS(__NR_clock_nanosleep, 1, 1, &t, 0) == 0 ? "0" : "else");
}

static void intervals(void) {
  struct {
    struct {
      long s, us;
    } interval, value;
  } t = {{0, 10000}, {0, 10000}}, old;
  on_signal(SIGALRM, (void *)count, SA_SIGINFO, NONE);
  print("setitimer %s\n", result_name(SYS(__NR_setitimer, 0, &t, 0)));
  while (hits < 3) SYS(__NR_rt_sigsuspend, &NONE, SIGSET_BYTES);
  SYS(__NR_getitimer, 0, &old);
  print("three alarms, interval %ld, left in range %d\n", old.interval.us, old.value.us > 0 && old.value.us <= 10000);
  t.interval.us = t.value.us = 0;
  SYS(__NR_setitimer, 0, &t, &old);
  hits = 0;
  s_sleep_ms(30);
  print("disarmed: %d more\n", hits);
  on_signal(SIGVTALRM, (void *)count, SA_SIGINFO, NONE);
  t.value.us = 20000;
  SYS(__NR_setitimer, 1, &t, 0);
  volatile unsigned spin = 0;
  for (long before = now_ms(); hits == 0 && now_ms() - before < 5000;) spin++;
  print("virtual timer while running: %d\n", hits);
}

static void posix_timers(void) {
  struct {
    long value;
    int number, notify;
    int rest[12];
  } event;
  memset(&event, 0, sizeof event);
  event.value = 1234, event.number = SIGUSR1;
  on_signal(SIGUSR1, (void *)count, SA_SIGINFO, NONE);
  int id = -1;
  print("timer_create %s", result_name(SYS(__NR_timer_create, 1, &event, &id)));
  struct interval t = {{0, 5000000}, {0, 5000000}}, now;
  hits = 0;
  print(", settime %s\n", result_name(SYS(__NR_timer_settime, id, 0, &t, 0)));
  while (hits < 2) SYS(__NR_rt_sigsuspend, &NONE, SIGSET_BYTES);
  print("code %s value %d\n", seen_code == SI_TIMER ? "SI_TIMER" : "other", seen_value);
  mask_signals(SIG_BLOCK, set_of(SIGUSR1), 0);
  s_sleep_ms(60);
  most_overrun = 0; /* of all signals from here on: the next may be there before anything can be asked */
  mask_signals(SIG_UNBLOCK, set_of(SIGUSR1), 0);
  print("overrun while blocked %d, call %d\n", most_overrun >= 5, SYS(__NR_timer_getoverrun, id) >= 0);
  SYS(__NR_timer_gettime, id, &now);
  print("interval %ld\n", now.interval.ns);
  print("delete %s, ", result_name(SYS(__NR_timer_delete, id)));
  print("again %s\n", result_name(SYS(__NR_timer_delete, id)));
  event.notify = 1;
  print("SIGEV_NONE %s", result_name(SYS(__NR_timer_create, 1, &event, &id)));
  struct interval once = {{0, 0}, {100, 0}};
  SYS(__NR_timer_settime, id, 0, &once, 0);
  SYS(__NR_timer_gettime, id, &now);
  print(", left %ld\n", now.value.s);
  SYS(__NR_timer_delete, id);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  clocks();
  sleeps();
  intervals();
  posix_timers();
  return 0;
}
