/* What is a BSD's own in system calls: indirect ones, two results, 64-bit pairs, its error numbers, sysctl, unknown calls. */
#include "common.h"

#if defined __FreeBSD__
#define NR_PIPE SYS_freebsd10_pipe
#define UNKNOWN 700
#else
#define NR_PIPE SYS_pipe
#define UNKNOWN 509
#endif

static const signal_set NONE;
static volatile int refusals;
static void refused(int number) { refusals += number == SIGSYS; }

static void indirect(void) {
  long second, pid = SYS(SYS_getpid);
  print("syscall(getpid) %d, __syscall(getpid) %d\n", SYS(0, SYS_getpid) == pid,
        (int)(SYS(198, PAIR((long long)SYS_getpid)) == pid));
  char b[8];
  int fd = (int)s_open("pairs", O_RDWR | O_CREAT | O_TRUNC, 0600);
  s_write(fd, "0123456789", 10);
  long n = SYS(0, SYS_read, fd, b, 4);
  print("syscall(read) at the end %ld, ", n);
  /* __syscall keeps pairs even: its own number is one. */
  n = SYS2(&second, 198, PAIR((long long)SYS_lseek), fd, 0, PAIR(3ll), SEEK_SET);
  print("__syscall(lseek) %d, ", (int)PAIR_VALUE(n, second));
  n = s_read(fd, b, 4);
  print("read %ld <%c%c%c%c>, ", n, b[0], b[1], b[2], b[3]);
  n = SYS(198, PAIR((long long)SYS_close), 77);
  show("error through it", n);
  on_signal(SIGSYS, refused, 0, NONE);
  show(", of itself", SYS(198, PAIR(198ll), PAIR((long long)SYS_getpid)));
  print(" and %d SIGSYS", refusals);
  on_signal(SIGSYS, SIG_DFL, 0, NONE);
  print("\n");
  s_close(fd);
  s_unlink("pairs");
}

static void results(void) {
  long second = -1;
  char b[8];
  long first = SYS2(&second, NR_PIPE);
  print("pipe in two registers: %d %d, ", first >= 3, second == first + 1);
  s_write((int)second, "works", 5);
  b[s_read((int)first, b, 7)] = 0;
  print("%s\n", b);
  s_close((int)first), s_close((int)second);
  int pid = (int)SYS(SYS_fork);
  if (pid == 0) quit(21);
  print("fork %s\n", wait_text(pid));
  print("raw error numbers: EAGAIN %d, EDEADLK %d, ENOTSUP %d, ENAMETOOLONG %d\n", EAGAIN, EDEADLK, ENOTSUP, ENAMETOOLONG);
  int p[2];
  s_pipe2(p, O_NONBLOCK);
  print("a real EAGAIN is %ld\n", -s_read(p[0], b, 1));
  s_close(p[0]), s_close(p[1]);
}

static void unknown(void) {
  int pid = (int)s_fork();
  if (pid == 0) {
    SYS(UNKNOWN);
    quit(0);
  }
  print("unknown call: %s\n", wait_text(pid));
  on_signal(SIGSYS, SIG_IGN, 0, NONE);
  show("with SIGSYS ignored", SYS(UNKNOWN));
  print("\n");
  on_signal(SIGSYS, SIG_DFL, 0, NONE);
}

static void errors(void) {
  char b[300];
  s_mkdir("folder", 0700);
  s_symlink("folder", "link");
  show("unlink of a directory", s_unlink("folder"));
  show(", open of a link with O_NOFOLLOW", s_open("link", O_RDONLY | O_NOFOLLOW, 0));
  show(", getpriority", SYS(SYS_getpriority, 0, 0));
  print("\n");
  s_unlink("link");
  s_rmdir("folder");
#if defined __FreeBSD__
  show("getcwd into one byte", SYS(SYS___getcwd, b, 1));
  show(", into three", SYS(SYS___getcwd, b, 3));
  show(", into 300", SYS(SYS___getcwd, b, 300));
#else
  show("getcwd into one byte", SYS(SYS___getcwd, b, 1));
  show(", into three", SYS(SYS___getcwd, b, 3));
  print(", into 300 %d", SYS(SYS___getcwd, b, 300) == (long)strlen(b) + 1);
#endif
  print(", absolute %d\n", b[0] == '/');
}

static void tree(void) {
  char text[128];
  int mib[2] = {CTL_KERN, 1}, number = 0;
  size_t size = sizeof text;
  show("kern.ostype", SYS(SYS___sysctl, mib, 2, text, &size, 0, 0));
  print(" <%s> %d\n", text, size == strlen(text) + 1);
  size = 3;
  show("too small", SYS(SYS___sysctl, mib, 2, text, &size, 0, 0));
  size = 0;
  show(", its size", SYS(SYS___sysctl, mib, 2, 0, &size, 0, 0));
  print(" %d\n", (int)size);
  mib[0] = CTL_HW, mib[1] = 7, size = sizeof number;
  show("hw.pagesize", SYS(SYS___sysctl, mib, 2, &number, &size, 0, 0));
  print(" %d\n", number);
  mib[1] = 4;
  SYS(SYS___sysctl, mib, 2, &number, &size, 0, 0);
  union {
    unsigned whole;
    unsigned char first;
  } order = {1};
  print("hw.byteorder is ours %d\n", number == (order.first ? 1234 : 4321));
  mib[0] = 4711;
  show("no such", SYS(SYS___sysctl, mib, 2, &number, &size, 0, 0));
  mib[0] = CTL_HW, mib[1] = 7;
  show(", read-only", SYS(SYS___sysctl, mib, 2, 0, 0, &number, sizeof number));
  print("\n");
#if defined __FreeBSD__
  int found[8], ask[2] = {0, 3};
  size = sizeof found;
  show("name to mib", SYS(SYS___sysctl, ask, 2, found, &size, "hw.ncpu", 7));
  print(" %d numbers, %d %d\n", (int)(size / 4), found[0], found[1]);
  size = sizeof text;
  show("by name", SYS(SYS___sysctlbyname, "kern.ostype", 11, text, &size, 0, 0));
  print(" <%s>\n", text);
#endif
  mib[0] = CTL_KERN, mib[1] = 2, size = sizeof text;
  SYS(SYS___sysctl, mib, 2, text, &size, 0, 0);
#if defined __FreeBSD__
  mib[1] = 24;
#else
  mib[1] = 3;
#endif
  size = sizeof number;
  SYS(SYS___sysctl, mib, 2, &number, &size, 0, 0);
  print("release <%s>, as a number %d\n", text, number);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  indirect();
  results();
  unknown();
  errors();
  tree();
  return 0;
}
