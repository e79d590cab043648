/* NetBSD's calls by the releases that brought them: those of before 6 with narrow times, of 6 to 9, and of 10. */
#include "common.h"

enum { CLOEXEC = 0x400000, NONBLOCK = 4, WEXITED = 32, WNOWAIT = 0x10000, WALL_PID = 1, WALL_ALL = 0, WALL_GROUP = 4 };

struct narrow {
  int seconds;
  long fraction;
};
struct times_wide {
  struct timespec interval, value;
};
struct times_narrow {
  struct narrow interval, value;
};
struct poller {
  int fd;
  short events, revents;
};
static volatile int seen, code, value;
static void handler(int number, siginfo_t *info, void *context) {
  (void)context;
  seen = number;
  code = info->si_code;
  value = ((int *)info)[5];
}

static void before_6(void) {
  int fds[2];
  s_pipe2(fds, 0);
  struct narrow brief = {0, 1000}, now[2] = {{100, 0}, {200, 0}};
  struct poller p = {fds[0], POLLIN, 0};
  unsigned set[8] = {0};
  set[fds[0] / 32] = 1u << (fds[0] % 32);
  show("select of an empty pipe", SYS(SYS_compat_50_select, fds[0] + 1, set, 0, 0, &brief));
  show(", pollts", SYS(SYS_compat_50_pollts, &p, 1, &brief, 0));
  s_write(fds[1], "x", 1);
  set[fds[0] / 32] = 1u << (fds[0] % 32);
  print(", of a full one %ld", SYS(SYS_compat_50_select, fds[0] + 1, set, 0, 0, &brief));
  set[fds[0] / 32] = 1u << (fds[0] % 32);
  print(" %ld", SYS(SYS_compat_50_pselect, fds[0] + 1, set, 0, 0, &brief, 0));
  print(" %ld %d\n", SYS(SYS_compat_50_pollts, &p, 1, &brief, 0), p.revents == POLLIN);
  file_status st;
  int fd = (int)s_open("file", O_CREAT | O_RDWR, 0600);
  show("utimes", SYS(SYS_compat_50_utimes, "file", now));
  s_stat("file", &st);
  print(" %d", (int)st.st_mtim.tv_sec);
  now[1].seconds = 300;
  show(", futimes", SYS(SYS_compat_50_futimes, fd, now));
  s_stat("file", &st);
  print(" %d", (int)st.st_mtim.tv_sec);
  now[1].seconds = 400;
  show(", lutimes", SYS(SYS_compat_50_lutimes, "file", now));
  s_stat("file", &st);
  print(" %d", (int)st.st_mtim.tv_sec);
  show(", posix_fallocate", SYS(SYS_posix_fallocate, fd, 0, PAIR(10), PAIR(90)));
  s_stat("file", &st);
  print(" %d", (int)st.st_size);
  print(", lpathconf %ld", SYS(SYS_lpathconf, "file", 4));
  show(", of no such kind", SYS(SYS_lpathconf, "file", 99));
  print("\n");
  s_close(fd), s_close(fds[0]), s_close(fds[1]);
  s_unlink("file");
}

static void signals(void) {
  signal_set none, some = set_of(SIGUSR2);
  memset(&none, 0, sizeof none);
  struct narrow brief = {0, 1000};
  int info[32] = {0};
  mask_signals(SIG_BLOCK, some, 0);
  show("sigtimedwait for nothing", SYS(SYS_compat_50___sigtimedwait, &some, info, &brief));
  s_kill(s_getpid(), SIGUSR2);
  show(", of now", SYS(SYS_____sigtimedwait50, &some, info, 0) == SIGUSR2 ? 0 : -EINVAL);
  print(" from itself %d", info[3] == s_getpid());
  on_signal(SIGUSR1, (void *)handler, SA_SIGINFO, none);
  show(", _lwp_kill", SYS(SYS__lwp_kill, s_gettid(), SIGUSR1));
  print(" %d, code %d", seen, code);
  show(", of nobody", SYS(SYS__lwp_kill, 0x3fffff, SIGUSR1));
  show(", of none but 0", SYS(SYS__lwp_kill, s_gettid(), 0));
  show(", 64", SYS(SYS__lwp_kill, s_gettid(), 64));
  print("\n");
}

static void timers(void) {
  struct {
    int notify, signal;
    long value;
    void *function, *attributes;
  } event = {1, SIGUSR1, 4712, 0, 0};
  int id = -1;
  struct times_wide off = {{0, 0}, {0, 0}}, soon = {{0, 0}, {0, 1000000}}, far = {{0, 0}, {1000, 0}}, old;
  struct times_narrow left;
  seen = 0;
  show("timer_create", SYS(SYS_timer_create, CLOCK_MONOTONIC, &event, &id));
  show(", settime", SYS(SYS___timer_settime50, id, 0, &far, 0));
  show(", of before", SYS(SYS_compat_50_timer_gettime, id, &left));
  print(" %d", left.value.seconds > 900 && left.value.seconds <= 1000);
  show(", gettime", SYS(SYS___timer_gettime50, id, &old));
  print(" %d", old.value.tv_sec > 900);
  show(", soon", SYS(SYS___timer_settime50, id, 0, &soon, &old));
  while (!seen) s_sleep_ms(1);
  print(": signal %d, value %d", seen, value);
  print(", overruns %ld", SYS(SYS_timer_getoverrun, id));
  SYS(SYS___timer_settime50, id, 0, &off, 0);
  show(", delete", SYS(SYS_timer_delete, id));
  show(", again", SYS(SYS_timer_delete, id));
  print("\n");
}

static void of_10(char *self) {
  unsigned long long count = 0;
  struct times_wide soon = {{0, 0}, {0, 1000000}}, rest;
  int timer = (int)SYS(SYS_timerfd_create, CLOCK_MONOTONIC, CLOEXEC);
  show("timerfd", SYS(SYS_timerfd_settime, timer, 0, &soon, 0));
  print(" %ld", s_read(timer, &count, sizeof count));
  print(" %d", (int)count);
  show(", gettime", SYS(SYS_timerfd_gettime, timer, &rest));
  print(" %d", rest.value.tv_sec == 0 && rest.value.tv_nsec == 0);
  show(", of another clock", SYS(SYS_timerfd_create, 77, 0));
  int event = (int)SYS(SYS_eventfd, 3, 2 | NONBLOCK);
  print("\neventfd as a semaphore: %ld", s_read(event, &count, sizeof count));
  print(" %d", (int)count);
  count = 5;
  print(", write %ld", s_write(event, &count, sizeof count));
  int reads = 0;
  while (s_read(event, &count, sizeof count) == 8) reads++;
  print(", then %d more", reads);
  show(", unknown flags", SYS(SYS_eventfd, 0, 1));
  int memory = (int)SYS(SYS_memfd_create, "name", 1 | 2);
  print("\nmemfd: write %ld", s_write(memory, "12345", 5));
  show(", add seals", s_fcntl(memory, 16, 4 | 8));
  print(" %ld", s_fcntl(memory, 17, 0));
  show(", write", s_write(memory, "6", 1));
  show(", unknown flags", SYS(SYS_memfd_create, "name", 64));
  print("\n");

  int status = 0, info[32] = {0}, pid = (int)s_fork();
  if (pid == 0) quit(9);
  unsigned char usage[2 * 128];
  print("wait6, kept: %d", SYS(SYS_wait6, WALL_PID, pid, &status, WEXITED | WNOWAIT, usage, info) == pid);
  print(", status %d, signal %d, code %d, pid %d", status >> 8, info[0], info[1], info[3] == pid);
  print(", of the group %d", SYS(SYS_wait6, WALL_GROUP, 0, &status, WEXITED, 0, 0) == pid);
  show(", then", SYS(SYS_wait6, WALL_ALL, 0, &status, WEXITED, 0, 0));
  show(", nothing asked", SYS(SYS_wait6, WALL_ALL, 0, &status, 0, 0, 0));
  pid = (int)s_fork();
  if (pid == 0) {
    char *args[] = {self, "executed", 0}, *environment[] = {0};
    SYS(SYS_fexecve, (int)s_open(self, O_RDONLY, 0), args, environment);
    quit(1);
  }
  print("\nfexecve: %s", wait_text(pid));
  show(", of a pipe", SYS(SYS_fexecve, timer, 0, 0));
  print("\n");
}

static void accepting(void) {
  inet_address at = {ADDRESS_HEAD(inet_address, AF_INET), 0, {127, 0, 0, 1}, {0}};
  unsigned size = sizeof at;
  int server = (int)s_socket(AF_INET, SOCK_STREAM), client = (int)s_socket(AF_INET, SOCK_STREAM);
  signal_set all = set_of(SIGUSR1);
  s_bind(server, &at, sizeof at);
  s_listen(server, 1);
  s_getsockname(server, &at, &size);
  s_connect(client, &at, sizeof at);
  long fd = SYS(SYS_paccept, server, &at, &size, &all, SOCK_CLOEXEC | SOCK_NONBLOCK);
  print("paccept %d, from %d.%d.%d.%d", fd >= 0, at.address[0], at.address[1], at.address[2], at.address[3]);
  print(", closed on exec %ld, not waiting %d", s_fcntl((int)fd, F_GETFD, 0), (s_fcntl((int)fd, F_GETFL, 0) & NONBLOCK) != 0);
  show(", unknown flags", SYS(SYS_paccept, server, 0, 0, 0, 1));
  signal_set now;
  mask_signals(SIG_BLOCK, (signal_set){0}, &now);
  print(", the mask is back %d\n", !set_has(&now, SIGUSR1));
}

int guest_main(int argc, char **argv, char **envp) {
  (void)envp;
  if (argc > 1) {
    return 31;
  }
  before_6();
  signals();
  timers();
  of_10(argv[0]);
  accepting();
  return 0;
}
