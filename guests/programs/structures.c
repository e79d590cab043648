/* System calls that hand over structures: every field must arrive where this architecture has it, in its byte order. */
#include "rt.h"

#include <linux/eventpoll.h>
#include <linux/resource.h>
#include <linux/signalfd.h>
#include <linux/sysinfo.h>
#include <linux/utsname.h>

#include "posix.h"
#include "signals.h"

#if defined __NR_ugetrlimit
#define NR_GETRLIMIT __NR_ugetrlimit
#else
#define NR_GETRLIMIT __NR_getrlimit
#endif

static const signal_set NONE;

struct timespec_pair {
  struct {
    long s, ns;
  } interval, value;
};

static void events(void) {
  int epoll = (int)SYS(__NR_epoll_create1, 0), event = (int)SYS(__NR_eventfd2, 0, 0);
  struct epoll_event wanted = {.events = EPOLLIN, .data = 0x1122334455667788ull}, seen[3];
  memset(seen, 0, sizeof seen);
  print("epoll_ctl %s\n", result_name(SYS(__NR_epoll_ctl, epoll, EPOLL_CTL_ADD, event, &wanted)));
  print("nothing yet %s\n", result_name(SYS(__NR_epoll_pwait, epoll, seen, 3, 0, 0, SIGSET_BYTES)));
  unsigned long long count = 0x100000005ull;
  print("eventfd write %s", result_name(s_write(event, &count, 8)));
  long n = SYS(__NR_epoll_pwait, epoll, seen, 3, 1000, 0, SIGSET_BYTES);
  print(", epoll %ld events %x data %llx\n", n, (unsigned)seen[0].events, (unsigned long long)seen[0].data);
  count = 0;
  print("eventfd read %s", result_name(s_read(event, &count, 8)));
  print(" %llx\n", count);

  int timer = (int)SYS(__NR_timerfd_create, 1, 0);
  struct timespec_pair set = {{0, 2000000}, {0, 1000000}}, now;
  SYS(__NR_timerfd_settime, timer, 0, &set, 0);
  s_sleep_ms(20);
  print("timerfd read %s", result_name(s_read(timer, &count, 8)));
  print(", more than 3 expirations %d", count > 3 && count < 10000);
  SYS(__NR_timerfd_gettime, timer, &now);
  print(", interval %ld.%09ld\n", now.interval.s, now.interval.ns);

  signal_set usr = set_of(SIGUSR1);
  mask_signals(SIG_BLOCK, usr, 0);
  int signals = (int)SYS(__NR_signalfd4, -1, &usr, SIGSET_BYTES, 0);
  s_kill(s_getpid(), SIGUSR1);
  struct signalfd_siginfo info;
  print("signalfd read %s", result_name(s_read(signals, &info, sizeof info)));
  print(": %s code %d pid own %d uid own %d\n", signal_name((int)info.ssi_signo), info.ssi_code, (int)info.ssi_pid == s_getpid(),
        (long)info.ssi_uid == SYS(NR_GETUID));
  mask_signals(SIG_SETMASK, NONE, 0);
  s_close(epoll), s_close(event), s_close(timer), s_close(signals);
}

static void limits(void) {
  struct rlimit small = {100, 200}, got = {0, 0};
  struct rlimit64 wide = {0x123456789ull, 0xabcdef0123ull}, was = {0, 0};
  print("setrlimit %s", result_name(SYS(__NR_setrlimit, RLIMIT_NOFILE, &small)));
  SYS(__NR_prlimit64, 0, RLIMIT_NOFILE, 0, &was);
  print(", prlimit64 %llu %llu", (unsigned long long)was.rlim_cur, (unsigned long long)was.rlim_max);
  print(", RLIMIT_FSIZE %s", result_name(SYS(__NR_prlimit64, 0, RLIMIT_FSIZE, &wide, 0)));
  SYS(__NR_prlimit64, 0, RLIMIT_FSIZE, 0, &was);
  print(" %llx %llx\n", (unsigned long long)was.rlim_cur, (unsigned long long)was.rlim_max);
  SYS(NR_GETRLIMIT, RLIMIT_NOFILE, &got);
  print("getrlimit %ld %ld\n", (long)got.rlim_cur, (long)got.rlim_max);
  struct rusage usage;
  memset(&usage, 0xff, sizeof usage);
  print("getrusage %s", result_name(SYS(__NR_getrusage, RUSAGE_SELF, &usage)));
  print(", sane %d\n", usage.ru_utime.tv_sec >= 0 && usage.ru_utime.tv_sec < 1000 && usage.ru_utime.tv_usec < 1000000 && usage.ru_maxrss > 0);
}

static void files(void) {
  int fd = (int)s_open("data", O_RDWR | O_CREAT | O_TRUNC, 0600);
  s_pwrite(fd, "end", 3, 0x80001234ll);
  file_status st;
  memset(&st, 0, sizeof st);
  s_fstat(fd, &st);
  print("size %llx, links %d, mode %x, own %d\n", (unsigned long long)st.st_size, (int)st.st_nlink, (unsigned)st.st_mode,
        (long)st.st_uid == SYS(NR_GETUID));
  struct {
    void *at;
    unsigned long size;
  } parts[2];
  char a[3] = "", b[3] = "";
  parts[0].at = a, parts[0].size = 1, parts[1].at = b, parts[1].size = 2;
  /* preadv has its offset in two words, low one first in either byte order. */
  long n = SYS(__NR_preadv, fd, parts, 2, 0x80001234ul, 0);
  print("preadv %ld <%s> <%s>\n", n, a, b);
  struct flock64 lock = {.l_type = F_WRLCK, .l_whence = 0, .l_start = 0x100000000ll, .l_len = 0x10};
#if defined __x86_64__
  print("lock %s", result_name(SYS(__NR_fcntl, fd, F_SETLK, &lock)));
#else
  print("lock %s", result_name(SYS(__NR_fcntl64, fd, F_SETLK64, &lock)));
#endif
  int pid = (int)s_fork();
  if (pid == 0) {
    lock.l_type = F_RDLCK, lock.l_start = 0x100000004ll, lock.l_len = 1;
#if defined __x86_64__
    SYS(__NR_fcntl, fd, F_GETLK, &lock);
#else
    SYS(__NR_fcntl64, fd, F_GETLK64, &lock);
#endif
    print(", seen by the child: %s %llx %llx pid %d\n", lock.l_type == F_WRLCK ? "F_WRLCK" : "other", (unsigned long long)lock.l_start,
          (unsigned long long)lock.l_len, lock.l_pid == (int)SYS(__NR_getppid));
    quit(0);
  }
  wait_text(pid);
  int dir = (int)s_open(".", O_RDONLY | O_DIRECTORY, 0);
  struct {
    unsigned long long ino, off;
    unsigned short size;
    unsigned char type;
    char name[256 + 5];
  } entries[4];
  char *buffer = (char *)entries;
  n = SYS(__NR_getdents64, dir, buffer, sizeof entries);
  int known = 0;
  for (long at = 0; at < n;) {
    unsigned char *entry = (unsigned char *)buffer + at;
    unsigned short size;
    memcpy(&size, entry + 16, 2);
    if (strcmp((char *)entry + 19, "data") == 0 && entry[18] == 8) known++;
    if (strcmp((char *)entry + 19, ".") == 0 && entry[18] == 4) known += 10;
    at += size;
  }
  print("directory entries known %d\n", known);
  s_close(fd), s_close(dir), s_unlink("data");
}

static void identity(void) {
  struct new_utsname name;
  print("uname %s", result_name(SYS(__NR_uname, &name)));
  print(" %s\n", name.sysname);
  struct sysinfo info;
  memset(&info, 0, sizeof info);
  print("sysinfo %s", result_name(SYS(__NR_sysinfo, &info)));
  print(", memory %d, processes %d\n", info.totalram > 0 && info.mem_unit > 0, info.procs > 0);
  struct {
    long s, us;
  } now;
  struct {
    long s, ns;
  } clock;
  SYS(__NR_gettimeofday, &now, 0);
  SYS(__NR_clock_gettime, 0, &clock);
  print("clocks agree %d\n", clock.s - now.s < 3 && now.us < 1000000 && clock.ns < 1000000000);
  struct {
    long is, ius, vs, vus;
  } timer = {3, 250000, 9, 750000}, left = {0, 0, 0, 0};
  SYS(__NR_setitimer, 0, &timer, 0);
  SYS(__NR_getitimer, 0, &left);
  print("interval %ld.%06ld, left %d\n", left.is, left.ius, (int)((left.vs * 1000000 + left.vus) / 1000001));
  siginfo_t child;
  memset(&child, 0, sizeof child);
  int pid = (int)s_fork();
  if (pid == 0) quit(37);
  print("waitid %s", result_name(SYS(__NR_waitid, 1, pid, &child, WEXITED, 0)));
  print(": %s code %d status %d pid %d\n", signal_name(child.si_signo), child.si_code, child.si_status, child.si_pid == pid);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  events();
  files();
  limits();
  identity();
  return 0;
}
