/* FreeBSD's sysctl: what C libraries and Go ask for, processes, and what sysctl(8) asks of the tree itself. */
#include "common.h"

static char text[4096];

static long by_name(const char *name, void *to, unsigned long *n) { return SYS(SYS___sysctlbyname, name, strlen(name), to, n, 0, 0); }
static long by_numbers(const int *mib, unsigned count, void *to, unsigned long *n) { return SYS(SYS___sysctl, mib, count, to, n, 0, 0); }

static void number(const char *name) {
  int value = -77;
  unsigned long n = sizeof value;
  long r = by_name(name, &value, &n);
  if (r < 0) print("%s %s\n", name, result_name(r));
  else print("%s %d of %lu\n", name, value, n);
}

static void string(const char *name) {
  unsigned long n = sizeof text;
  memset(text, 0, sizeof text);
  long r = by_name(name, text, &n);
  print("%s %s %d\n", name, r < 0 ? result_name(r) : text, n == strlen(text) + 1);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)envp;
  static const char *const numbers[] = {"kern.argmax", "kern.ngroups", "kern.iov_max", "kern.saved_ids", "kern.smp.cpus", "kern.sched.cpusetsize",
    "kern.ipc.somaxconn", "kern.ipc.shmmni", "vm.overcommit", "net.inet.ip.ttl", "net.inet.tcp.sendspace", "net.inet6.ip6.hlim", "hw.ncpu",
    "hw.pagesize", "user.posix2_version", "p1003_1b.timers", "p1003_1b.sigqueue_max", "kern.nothing"};
  static const char *const strings[] = {"kern.ostype", "kern.bootfile", "kern.sched.name", "user.cs_path"};
  for (unsigned i = 0; i < COUNT(numbers); i++) number(numbers[i]);
  for (unsigned i = 0; i < COUNT(strings); i++) string(strings[i]);

  unsigned long n = sizeof text;
  int path[4] = {1, 14, 12, -1}, args[4] = {1, 14, 7, s_getpid()}, process[4] = {1, 14, 1, s_getpid()}, nobody[4] = {1, 14, 1, 0x3ffff};
  show("program", by_numbers(path, 4, text, &n));
  print(" %s", n > 15 ? text + n - 15 : text);
  n = sizeof text;
  show(", arguments", by_numbers(args, 4, text, &n));
  print(" %d", argc == 1 && n == strlen(argv[0]) + 1 && strcmp(text, argv[0]) == 0);
  n = sizeof text;
  show(", process", by_numbers(process, 4, text, &n));
  int *info = (int *)text;
  print(" of %lu: size %d, itself %d, parent %d, group %d, threads %d, state %d, <%s> <%s> <%s>", n, info[0], info[10] == s_getpid(), info[11] == s_getppid(),
        info[12] == (int)SYS(SYS_getpgrp), info[133], text[324], text + 383, text + 403, text + 420);
  n = sizeof text;
  show(", nobody", by_numbers(nobody, 4, text, &n));
  print("\n");

  int clock[2] = {1, 12}, load[2] = {2, 2}, boot[2] = {1, 21}, rate[5];
  unsigned averages[4];
  struct timeval since;
  struct timespec now;
  n = sizeof rate;
  show("clock rate", by_numbers(clock, 2, rate, &n));
  print(" %d %d %d", rate[0], rate[1], rate[3]);
  n = sizeof averages;
  show(", load", by_numbers(load, 2, averages, &n));
  print(" of %lu scale %u", n, averages[3]);
  n = sizeof since;
  show(", boot", by_numbers(boot, 2, &since, &n));
  SYS(SYS_clock_gettime, CLOCK_REALTIME, &now);
  print(" of %lu, before now %d", n, since.tv_sec <= now.tv_sec && since.tv_sec > 1000000000);
  n = 4;
  show(", room", by_numbers(clock, 2, rate, &n));
  print(" %lu", n);
  n = 0;
  show(", length", by_numbers(clock, 2, 0, &n));
  print(" %lu\n", n);

  /* {0, 3} name to numbers, {0, 1} back, {0, 4} the format, {0, 2} the next leaf. */
  int to_numbers[2] = {0, 3}, mib[24] = {0, 1};
  n = 22 * sizeof(int);
  show("numbers", SYS(SYS___sysctl, to_numbers, 2, mib + 2, &n, "net.inet.tcp.keepidle", 21));
  unsigned depth = (unsigned)(n / sizeof(int));
  print(" %u: %d %d %d %d", depth, mib[2], mib[3], mib[4], mib[5]);
  n = sizeof text;
  show(", name", by_numbers(mib, depth + 2, text, &n));
  print(" %s", text);
  mib[1] = 4;
  n = sizeof text;
  show(", format", by_numbers(mib, depth + 2, text, &n));
  print(" %x %s", *(unsigned *)text, text + 4);
  n = sizeof text;
  show(", of a node", by_numbers(mib, 4, text, &n));
  print(" %x %s", *(unsigned *)text & 15, text + 4);
  mib[2] = 77;
  show(", of none", by_numbers(mib, 3, text, &n));
  int next[26] = {0, 2, 1}, leaves = 0, ordered = 1;
  unsigned length = 3;
  for (;;) {
    int found[24];
    n = sizeof found;
    long r = by_numbers(next, length, found, &n);
    if (r < 0) {
      show(", the end", r);
      break;
    }
    unsigned words = (unsigned)(n / sizeof(int)), i = 0;
    while (i + 2 < length && i < words && next[i + 2] == found[i]) i++;
    if (i + 2 < length && i < words && next[i + 2] > found[i]) ordered = 0;
    memcpy(next + 2, found, n);
    length = words + 2;
    leaves++;
  }
  print(" after many %d in order %d\n", leaves > 100, ordered);
  show("to change", SYS(SYS___sysctlbyname, "kern.ostype", 11, 0, 0, "x", 1));
  show(", no name", by_numbers(path, 1, text, &n));
  print("\n");
  return 0;
}
