/* Clocks, sleeps, timers of three kinds, and locks on records of a file between processes: one source for Linux and the BSDs. */
#include "common.h"

enum { REAL_TIME, USER_TIME, USED_TIME };
static const signal_set NONE;
static volatile int hits;

static void note(int number) {
  (void)number;
  hits++;
}
static long long nanoseconds(const moment *m) { return m->tv_sec * 1000000000ll + m->tv_nsec; }
static long long now(void) {
  moment m;
  s_clock_gettime(CLOCK_MONOTONIC, &m);
  return nanoseconds(&m);
}

static void clocks(void) {
  moment m;
  int back = 0, bad = 0;
  long long last = now();
  for (int i = 0; i < 2000; i++) {
    s_clock_gettime(CLOCK_MONOTONIC, &m);
    back += nanoseconds(&m) < last;
    bad += m.tv_nsec < 0 || m.tv_nsec >= 1000000000;
    last = nanoseconds(&m);
  }
  print("clock: went back %d, beyond a second %d", back, bad);
  show(", real", s_clock_gettime(CLOCK_REALTIME, &m));
  print(", after 2020 %d", m.tv_sec > 1577836800);
  show(", no such", s_clock_gettime(77, &m));
  show(", bad pointer", s_clock_gettime(CLOCK_REALTIME, (moment *)16));
  print("\n");
}

static void sleeps(void) {
  moment time = {0, 30000000}, left = {5, 5}, wrong = {0, 1000000000}, negative = {-1, 0}, longer = {600, 0};
  long long before = now();
  show("sleep", s_nanosleep(&time, &left));
  print(", long enough %d, rest untouched %d", now() - before >= nanoseconds(&time), left.tv_sec == 5);
  show(", too many nanoseconds", s_nanosleep(&wrong, 0));
  show(", negative", s_nanosleep(&negative, 0));
  show(", bad pointer", s_nanosleep((moment *)16, 0));
  print("\n");
  /* Again and again: the first may be early. */
  span soon[2] = {{0, 5000}, {0, 20000}}, none[2] = {{0, 0}, {0, 0}};
  on_signal(SIGALRM, (void *)note, 0, NONE);
  hits = 0;
  s_setitimer(REAL_TIME, soon, 0);
  long r = s_nanosleep(&longer, &left);
  s_setitimer(REAL_TIME, none, 0);
  print("interrupted %s, hits %d, rest less %d, and not nothing %d\n", result_name(r), hits > 0, nanoseconds(&left) < nanoseconds(&longer), left.tv_sec > 0);
  int fds[2];
  s_pipe2(fds, 0);
  struct poll_entry p = {fds[0], POLLIN, 0};
  before = now();
  show("poll", s_poll(&p, 1, 30));
  print(", long enough %d", now() - before >= 30000000);
  show(", at once", s_poll(&p, 1, 0));
  s_setitimer(REAL_TIME, soon, 0);
  show(", interrupted", s_poll(&p, 1, -1));
  s_setitimer(REAL_TIME, none, 0);
  print("\n");
  s_close(fds[0]), s_close(fds[1]);
}

static void wait_for(int count) {
  while (hits < count) s_sigsuspend(&NONE);
}

static void timers(void) {
  span often[2] = {{0, 10000}, {0, 5000}}, once[2] = {{0, 0}, {600, 0}}, none[2] = {{0, 0}, {0, 0}}, old[2], wrong[2] = {{0, 0}, {0, 1000000}};
  on_signal(SIGALRM, (void *)note, 0, NONE);
  mask_signals(SIG_BLOCK, set_of(SIGALRM), 0);
  hits = 0;
  show("again and again", s_setitimer(REAL_TIME, often, 0));
  wait_for(3);
  s_getitimer(REAL_TIME, old);
  print(", hits %d, interval %d.%d, next in time %d", hits >= 3, (int)old[0].tv_sec, (int)old[0].tv_usec, old[1].tv_sec == 0 && old[1].tv_usec <= 10000);
  show(", off", s_setitimer(REAL_TIME, none, old));
  print(", had been on %d", (int)old[0].tv_usec);
  s_getitimer(REAL_TIME, old);
  print(", is %d\n", (int)(old[0].tv_usec + old[1].tv_usec + old[1].tv_sec));
  mask_signals(SIG_UNBLOCK, set_of(SIGALRM), 0);
  show("once", s_setitimer(REAL_TIME, once, 0));
  s_getitimer(REAL_TIME, old);
  print(", rest %d", old[1].tv_sec >= 500 && old[1].tv_sec <= 600);
  int pid = (int)s_fork();
  if (pid == 0) {
    s_getitimer(REAL_TIME, old);
    quit(old[1].tv_sec == 0 && old[1].tv_usec == 0 ? 3 : 4);
  }
  print(", a child has none: %s", wait_text(pid));
  s_setitimer(REAL_TIME, none, 0);
  show(", wrong", s_setitimer(REAL_TIME, wrong, 0));
  show(", no such", s_setitimer(9, none, 0));
  show(", bad pointer", s_setitimer(REAL_TIME, (span *)16, 0));
  print("\n");
  static const struct {
    int which, number;
  } kinds[] = {{USER_TIME, SIGVTALRM}, {USED_TIME, SIGPROF}};
  for (unsigned i = 0; i < COUNT(kinds); i++) {
    span brief[2] = {{0, 0}, {0, 10000}};
    on_signal(kinds[i].number, (void *)note, 0, NONE);
    hits = 0;
    long r = s_setitimer(kinds[i].which, brief, 0);
    while (!hits)
      ;
    print("of time that was used: %s, hits %d\n", result_name(r), hits);
  }
}

static const char *type_name(int type) { return type == F_RDLCK ? "read" : type == F_WRLCK ? "write" : type == F_UNLCK ? "none" : "?"; }
static long lock(int fd, int command, int type, long long start, long long length) {
  record_lock l = {.l_type = (short)type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
  return s_lock(fd, command, &l);
}
static void ask(int fd, int type, long long start, long long length, int owner) {
  record_lock l = {.l_type = (short)type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
  long r = s_lock(fd, F_GETLK, &l);
  print("  %s of %d+%d: %s, %s", type_name(type), (int)start, (int)length, result_name(r), type_name(l.l_type));
  if (l.l_type != F_UNLCK) print(" of %d+%d, by its owner %d", (int)l.l_start, (int)l.l_len, l.l_pid == owner);
  print("\n");
}

static void locks(void) {
  char byte = 0;
  int to[2], from[2], self = s_getpid();
  int fd = (int)s_open("locked", O_RDWR | O_CREAT, 0600);
  s_write(fd, "0123456789abcdefghij", 20);
  print("locks: write %s", result_name(lock(fd, F_SETLK, F_WRLCK, 0, 10)));
  print(", read %s", result_name(lock(fd, F_SETLK, F_RDLCK, 20, 10)));
  print(", bad range %s\n", result_name(lock(fd, F_SETLK, F_RDLCK, -1, 0)));
  s_pipe2(to, 0), s_pipe2(from, 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    ask(fd, F_RDLCK, 5, 2, self), ask(fd, F_WRLCK, 25, 0, self), ask(fd, F_RDLCK, 25, 0, self), ask(fd, F_WRLCK, 10, 10, self);
    print("  taken: %s", result_name(lock(fd, F_SETLK, F_WRLCK, 9, 1)));
    print(", shared %s", result_name(lock(fd, F_SETLK, F_RDLCK, 22, 2)));
    print(", free %s\n", result_name(lock(fd, F_SETLK, F_WRLCK, 10, 5)));
    s_write(from[1], "x", 1);
    s_write(from[1], lock(fd, F_SETLKW, F_WRLCK, 0, 4) ? "n" : "y", 1);
    s_read(to[0], &byte, 1);
    quit(8);
  }
  s_read(from[0], &byte, 1);
  show("ours", lock(fd, F_SETLK, F_RDLCK, 12, 1));
  show(", half given back", lock(fd, F_SETLK, F_UNLCK, 0, 5));
  print("\n");
  s_read(from[0], &byte, 1);
  print("waited for %d, of the child:\n", byte == 'y');
  ask(fd, F_WRLCK, 0, 5, pid);
  s_write(to[1], "z", 1);
  print("%s\n", wait_text(pid));
  ask(fd, F_WRLCK, 0, 0, pid);
  s_close((int)s_dup(fd));
  pid = (int)s_fork();
  if (pid == 0) {
    print("closed once, nothing is locked:\n");
    ask(fd, F_WRLCK, 0, 0, self);
    quit(0);
  }
  wait_text(pid);
  s_close(fd), s_unlink("locked");
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  clocks();
  sleeps();
  timers();
  locks();
  return 0;
}
