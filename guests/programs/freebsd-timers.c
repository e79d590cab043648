/* FreeBSD: timers behind descriptors, timers that signal, event counters, clocks of processors, shared memory with names and seals. */
#include "common.h"

struct setting {
  struct timespec interval, value;
};
struct event {
  int notify, signo;
  void *value;
  int thread, spare[7];
};

static volatile int hits, seen_code, seen_value, seen_timer;

static void count(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  seen_code = info->si_code;
  seen_value = info->si_value.sival_int;
  seen_timer = info->rest[0];
  hits++;
}

static void descriptors(void) {
  unsigned long long expired = 0;
  struct setting set = {{0, 0}, {0, 1000000}}, old;
  int fd = (int)SYS(SYS_timerfd_create, CLOCK_MONOTONIC, O_CLOEXEC | O_NONBLOCK);
  print("timerfd %d, closes at exec %ld", fd > 2, s_fcntl(fd, F_GETFD, 0));
  show(", nothing yet", s_read(fd, &expired, 8));
  show(", too small", s_read(fd, &expired, 4));
  show(", set", SYS(SYS_timerfd_settime, fd, 0, &set, &old));
  print(", before %d", (int)old.value.tv_nsec);
  struct poll_entry ready = {fd, 1, 0};
  show(", polled", s_poll(&ready, 1, 60000));
  show(", read", s_read(fd, &expired, 8));
  print(" of %d", (int)expired);
  show(", again", s_read(fd, &expired, 8));
  show(", off", SYS(SYS_timerfd_gettime, fd, &old));
  print(" %d %d\n", (int)old.value.tv_sec, (int)old.value.tv_nsec);
  /* An absolute time that has gone by, and then every second from there: many have ended. */
  struct setting past = {{0, 1000}, {0, 1}};
  show("past", SYS(SYS_timerfd_settime, fd, 1, &past, 0));
  s_read(fd, &expired, 8);
  print(" more than one %d", expired > 1);
  struct setting bad = {{0, 0}, {0, 1000000000}};
  show(", bad", SYS(SYS_timerfd_settime, fd, 0, &bad, 0));
  show(", bad flags", SYS(SYS_timerfd_settime, fd, 4, &set, 0));
  show(", no timer", SYS(SYS_timerfd_settime, 1, 0, &set, 0));
  show(", no clock", SYS(SYS_timerfd_create, 77, 0));
  show(", flags of create", SYS(SYS_timerfd_create, CLOCK_MONOTONIC, 0x40));
  print("\n");
  s_close(fd);
}

static void signals(void) {
  static const signal_set NONE;
  signal_set alarm = set_of(SIGUSR1), old;
  on_signal(SIGUSR1, (void *)count, SA_SIGINFO, NONE);
  mask_signals(SIG_BLOCK, alarm, &old);
  struct event event = {1, SIGUSR1, (void *)4711, 0, {0}};
  struct setting once = {{0, 0}, {0, 1000000}}, left;
  int timer = -1;
  show("ktimer", SYS(SYS_ktimer_create, CLOCK_REALTIME, &event, &timer));
  print(" %d", timer);
  show(", set", SYS(SYS_ktimer_settime, timer, 0, &once, 0));
  while (hits == 0) s_sigsuspend(&NONE);
  print(", code %d value %d timer %d", seen_code == SI_TIMER, seen_value, seen_timer == timer);
  show(", overrun", SYS(SYS_ktimer_getoverrun, timer));
  show(", over", SYS(SYS_ktimer_gettime, timer, &left));
  print(" %d", (int)left.value.tv_nsec);
  show(", deleted", SYS(SYS_ktimer_delete, timer));
  show(", again", SYS(SYS_ktimer_delete, timer));
  struct event never = {0, 0, 0, 0, {0}};
  show(", silent", SYS(SYS_ktimer_create, CLOCK_MONOTONIC, &never, &timer));
  struct setting far = {{5, 0}, {1000, 0}};
  SYS(SYS_ktimer_settime, timer, 0, &far, 0);
  SYS(SYS_ktimer_gettime, timer, &left);
  print(", left %d every %d", left.value.tv_sec >= 900 && left.value.tv_sec <= 1000, (int)left.interval.tv_sec);
  event.signo = 200;
  show(", bad signal", SYS(SYS_ktimer_create, CLOCK_REALTIME, &event, &timer));
  print("\n");
  mask_signals(SIG_SETMASK, old, 0);
}

static void counters(void) {
  struct {
    unsigned value;
    int flags;
  } semaphore = {2, 1 | O_NONBLOCK};
  unsigned long long n = 0, most = 0xfffffffffffffffeull;
  int fd = (int)SYS(SYS___specialfd, 1, &semaphore, sizeof semaphore);
  print("semaphore");
  for (int i = 0; i < 3; i++) {
    n = 77;
    show(i ? "," : "", s_read(fd, &n, 8));
    print(" %d", (int)n);
  }
  struct poll_entry ready = {fd, 1 | 4, 0};
  s_poll(&ready, 1, 0);
  print(", events %x", ready.revents);
  show(", full", s_write(fd, &most, 8));
  n = 1;
  show(", more", s_write(fd, &n, 8));
  s_poll(&ready, 1, 0);
  print(", events %x", ready.revents);
  n = ~0ull;
  show(", too many", s_write(fd, &n, 8));
  semaphore.flags = 0x40;
  show(", bad flags", SYS(SYS___specialfd, 1, &semaphore, sizeof semaphore));
  show(", bad length", SYS(SYS___specialfd, 1, &semaphore, 4));
  print("\n");
}

static void memory(void) {
  file_status st;
  int a = (int)SYS(SYS_shm_open2, "/guest-a", O_RDWR | O_CREAT | O_EXCL, 0600, 0, 0);
  s_ftruncate(a, PAGE);
  show("shm, again", SYS(SYS_shm_open2, "/guest-a", O_RDWR | O_CREAT | O_EXCL, 0600, 0, 0));
  show(", none", SYS(SYS_shm_open2, "/guest-b", O_RDWR, 0600, 0, 0));
  show(", no slash", SYS(SYS_shm_open2, "guest", O_RDWR | O_CREAT, 0600, 0, 0));
  show(", to write alone", SYS(SYS_shm_open2, "/guest-b", O_WRONLY | O_CREAT, 0600, 0, 0));
  show(", renamed", SYS(SYS_shm_rename, "/guest-a", "/guest-b", 0));
  int b = (int)SYS(SYS_shm_open2, "/guest-b", O_RDWR, 0, 0, 0), c = (int)SYS(SYS_shm_open2, "/guest-c", O_RDWR | O_CREAT, 0600, 0, 0);
  volatile char *one = (volatile char *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, a, 0);
  volatile char *two = (volatile char *)s_mmap(0, PAGE, PROT_READ, MAP_SHARED, b, 0);
  one[5] = 'q';
  print(", one memory %c, closes at exec %ld", two[5], s_fcntl(b, F_GETFD, 0));
  show(", over another", SYS(SYS_shm_rename, "/guest-b", "/guest-c", 1));
  show(", exchanged", SYS(SYS_shm_rename, "/guest-b", "/guest-c", 2));
  int d = (int)SYS(SYS_shm_open2, "/guest-b", O_RDWR, 0, 0, 0);
  s_fstat(d, &st);
  print(", size %d", (int)st.st_size);
  show(", both", SYS(SYS_shm_rename, "/guest-b", "/guest-c", 3));
  show(", gone", SYS(SYS_shm_rename, "/guest-a", "/guest-c", 0));
  show(", unlinked", SYS(SYS_shm_unlink, "/guest-b"));
  show("", SYS(SYS_shm_unlink, "/guest-c"));
  show("", SYS(SYS_shm_unlink, "/guest-c"));
  print("\n");
  (void)c;
  /* SHM_ANON with SHM_ALLOW_SEALING; F_ADD_SEALS 19, F_GET_SEALS 20; SEAL, SHRINK, GROW, WRITE. */
  int m = (int)SYS(SYS_shm_open2, 1, O_RDWR, 0600, 1, "named");
  s_ftruncate(m, 100);
  show("seals", s_fcntl(m, 20, 0));
  show(", added", s_fcntl(m, 19, 2 | 4));
  show(", have", s_fcntl(m, 20, 0));
  show(", shrink", s_ftruncate(m, 50));
  show(", grow", s_ftruncate(m, 200));
  show(", write", s_pwrite(m, "x", 1, 0));
  show(", no more", s_fcntl(m, 19, 1));
  show(", refused", s_fcntl(m, 19, 8));
  int n = (int)SYS(SYS_shm_open2, 1, O_RDWR, 0600, 0, 0);
  show("; without", s_fcntl(n, 20, 0));
  show(",", s_fcntl(n, 19, 8));
  print("\n");
}

static void processor(void) {
  struct timespec a, b, c;
  unsigned clock = 0;
  show("clock of the process", SYS(SYS_clock_getcpuclockid2, PAIR(0ll), 0, &clock));
  print(" %d", clock == (0xc0000000u | (unsigned)s_getpid()));
  long one = SYS(SYS_clock_gettime, clock, &a);
  for (volatile int i = 0; i < 3000000; i++) continue;
  SYS(SYS_clock_gettime, clock, &b);
  SYS(SYS_clock_gettime, 15, &c);
  print(" read %d forward %d, as the other %d", (int)one, b.tv_sec > a.tv_sec || b.tv_nsec > a.tv_nsec, c.tv_sec - b.tv_sec <= 1);
  show(", of the thread", SYS(SYS_clock_getcpuclockid2, PAIR(0ll), 1, &clock));
  print(" %x", clock >> 30);
  show("", SYS(SYS_clock_gettime, clock, &a));
  show(", of none", SYS(SYS_clock_getcpuclockid2, PAIR(0x3ffffll), 0, &clock));
  show(",", SYS(SYS_clock_gettime, 0xc003ffff, &a));
  show(", bad", SYS(SYS_clock_getcpuclockid2, PAIR(0ll), 2, &clock));
  show(", resolution", SYS(SYS_clock_getres, 0x80000000u | (unsigned)s_getpid(), &a));
  print("\n");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  descriptors();
  signals();
  counters();
  memory();
  processor();
  return 0;
}
