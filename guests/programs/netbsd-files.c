/* NetBSD's own calls about files, randomness, scheduling and signals with values; what is refused. */
#include "common.h"

struct statvfs {
  unsigned long flag, bsize, frsize, iosize;
  unsigned long long blocks, bfree, bavail, bresvd, files, ffree, favail, fresvd, reads, writes, areads, awrites;
  unsigned fsidx[2];
  unsigned long fsid, namemax;
  unsigned owner, spare[4];
  char type[32], on[1024], from[1024];
} __attribute__((aligned(8)));
struct statvfs100 {
  unsigned long flag, bsize, frsize, iosize;
  unsigned long long blocks, bfree, bavail, bresvd, files, ffree, favail, fresvd, reads, writes, areads, awrites;
  unsigned fsidx[2];
  unsigned long fsid, namemax;
  unsigned owner;
  unsigned long long spare[4];
  char type[32], on[1024], from[1024], label[1024];
};
_Static_assert(sizeof(struct statvfs) == 2232, "struct statvfs of before 10");
_Static_assert(sizeof(struct statvfs100) == 3272, "struct statvfs of 10");

static volatile int seen, value, code, sender;
static void handler(int number, siginfo_t *info, void *context) {
  (void)context;
  seen = number;
  code = info->si_code;
  sender = info->si_pid;
  value = ((int *)info)[5];
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  static struct statvfs before;
  static struct statvfs100 now;
  int fd = (int)s_open("file", O_CREAT | O_RDWR | O_TRUNC, 0600), pipe[2];
  s_pipe2(pipe, 0);
  show("statvfs", SYS(SYS_statvfs1, ".", &before, 1));
  show(", of 10", SYS(SYS___statvfs190, ".", &now, 1));
  print(", agree %d", before.bsize == now.bsize && before.namemax == now.namemax && !strcmp(before.on, now.on) && !strcmp(before.type, now.type));
  show(", by descriptor", SYS(SYS___fstatvfs190, fd, &now, 1));
  print(", names of %lu", now.namemax);
  show(", of a pipe", SYS(SYS___fstatvfs190, pipe[0], &now, 1));
  show(", of nothing", SYS(SYS___statvfs190, "none", &now, 1));
  long count = SYS(SYS___getvfsstat90, 0, 0, 2);
  print(", mounts %d", count > 0);
  print(", room for one %ld\n", SYS(SYS___getvfsstat90, &now, sizeof now, 2));

  s_write(fd, "abcdefgh", 8);
  show("fsync_range", SYS(SYS_fsync_range, fd, 0x20, PAIR(0), PAIR(0)));
  show(", both ways", SYS(SYS_fsync_range, fd, 0x30, PAIR(0), PAIR(0)));
  show(", neither", SYS(SYS_fsync_range, fd, 0, PAIR(0), PAIR(0)));
  int reader = (int)s_open("file", O_RDONLY, 0);
  show(", of a reader", SYS(SYS_fsync_range, reader, 0x10, PAIR(0), PAIR(0)));
  show(", fdiscard", SYS(SYS_fdiscard, fd, 0, PAIR(2), PAIR(3)));
  char text[9] = "";
  s_pread(fd, text, 8, 0);
  print(" %c%c%d%d%d%c%c%c", text[0], text[1], text[2], text[3], text[4], text[5], text[6], text[7]);
  show(", past the end", SYS(SYS_fdiscard, fd, 0, PAIR(6), PAIR(100)));
  show(", attributes", SYS(SYS_getxattr, "file", "user.name", text, sizeof text));
  show(", of nothing", SYS(SYS_listxattr, "none", text, sizeof text));
  show(", by descriptor", SYS(SYS_extattr_get_fd, fd, 1, "name", text, sizeof text));
  show(", dup3 over itself", SYS(SYS_dup3, fd, fd, 0));
  show(", of 11", SYS(SYS___dup3100, fd, fd, 0) == fd ? 0 : -EINVAL);
  print("\n");

  char random[600];
  print("getrandom %ld", SYS(SYS_getrandom, random, 600, 0));
  print(", of /dev/random %ld", SYS(SYS_getrandom, random, 600, 2));
  print(", nonsense %s", result_name(SYS(SYS_getrandom, random, 600, 6)));
  print(", unknown %s\n", result_name(SYS(SYS_getrandom, random, 600, 8)));

  int policy = -9, priority = -9;
  unsigned cpus = 1;
  show("scheduling", SYS(SYS__sched_getparam, 0, 0, &policy, &priority));
  print(": %d", policy);
  priority = -1;
  show(", set as it is", SYS(SYS__sched_setparam, 0, 0, 0, &priority));
  priority = 5;
  show(", a priority", SYS(SYS__sched_setparam, 0, 0, 0, &priority));
  show(", real time", SYS(SYS__sched_setparam, 0, 0, 1, &priority));
  show(", nobody's", SYS(SYS__sched_getparam, 0x3fffff, 0, &policy, &priority));
  show(", affinity", SYS(SYS__sched_getaffinity, 0, 0, sizeof cpus, &cpus));
  print(": %u\n", cpus);

  signal_set none;
  memset(&none, 0, sizeof none);
  on_signal(40, (void *)handler, SA_SIGINFO, none);
  int info[32] = {40, -1, 0, (int)SYS(SYS_getpid), (int)SYS(SYS_geteuid), 4711};
  show("sigqueueinfo", SYS(SYS_sigqueueinfo, info[3], info));
  print(": signal %d, value %d, code %d, from itself %d", seen, value, code, sender == info[3]);
  info[0] = 64;
  show(", 64", SYS(SYS_sigqueueinfo, info[3], info));
  info[0] = 0;
  show(", 0", SYS(SYS_sigqueueinfo, info[3], info));
  show(", to nobody", SYS(SYS_sigqueueinfo, 0x3fffff, info));
  info[3] = 1;
  show(", in another's name", SYS(SYS_sigqueueinfo, SYS(SYS_getppid), info));
  int clock = 0;
  struct timespec used;
  show("\nclock of the process", SYS(SYS_clock_getcpuclockid2, 1, 0, &clock));
  show(", read", SYS(SYS___clock_gettime50, clock, &used));
  show(", of the thread", SYS(SYS_clock_getcpuclockid2, 2, 0, &clock));
  show(", read", SYS(SYS___clock_gettime50, clock, &used));
  show(", of others", SYS(SYS_clock_getcpuclockid2, 9, 0, &clock));
  show("\nsbrk", SYS(SYS_sbrk, 4096));
  show(", vadvise", SYS(SYS_vadvise, 1));
  show(", mount", SYS(SYS___mount50, "tmpfs", ".", 0, 0, 0));
  show(", acl", SYS(SYS___acl_get_file, "file", 1, 0));
  print("\n");
  s_unlink("file");
  return 0;
}
