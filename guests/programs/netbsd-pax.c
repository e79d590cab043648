/* What the notes of a NetBSD program ask for: no memory that is written and then executed, random addresses, its machine's name. */
#include "common.h"

#if defined __arm__
#define MACHINE "earmv6hf"
#elif defined __MIPSEB__
#define MACHINE "mipseb"
#else
#define MACHINE "mipsel"
#endif

static const struct {
  unsigned name_size, size, type;
  char name[4];
  unsigned flags;
} pax __attribute__((section(".note.netbsd.pax"), used, aligned(4))) = {4, 4, 3, "PaX", 0x01 | 0x10};
static const struct {
  unsigned name_size, size, type;
  char name[8];
  char machine[(sizeof MACHINE + 3) / 4 * 4];
} march __attribute__((section(".note.netbsd.march"), used, aligned(4))) = {7, sizeof MACHINE, 5, "NetBSD", MACHINE};

#define ANON (MAP_PRIVATE | MAP_ANON)
#define PROT_MPROTECT(p) ((p) << 3)

static long map(int prot) { return SYS(SYS_mmap, 0, PAGE, prot, ANON, -1, 0, 0, 0); }
static int failed(long r) { return r < 0 && r > -4096; }
static const char *name_of(long r) { return failed(r) ? result_name(r) : "yes"; }

static void addresses(void) {
  long stack = 0, here[2] = {(long)&stack, map(PROT_READ)};
  s_write(1, here, sizeof here);
}

static int other_addresses(char *self) {
  long seen[3][2];
  for (int i = 0; i < 3; i++) {
    int fds[2];
    s_pipe2(fds, 0);
    int pid = (int)s_fork();
    if (pid == 0) {
      char *args[] = {self, "addresses", 0}, *environment[] = {0};
      s_dup2(fds[1], 1);
      s_execve(self, args, environment);
      quit(1);
    }
    s_close(fds[1]);
    s_read(fds[0], seen[i], sizeof seen[i]);
    s_close(fds[0]);
    s_wait(pid, 0, 0);
  }
  int stacks = seen[0][0] != seen[1][0] || seen[1][0] != seen[2][0];
  int maps = seen[0][1] != seen[1][1] || seen[1][1] != seen[2][1];
  return stacks * 10 + maps;
}

int guest_main(int argc, char **argv, char **envp) {
  (void)envp;
  if (argc > 1) {
    addresses();
    return 0;
  }
  print("written and executed: %s", name_of(map(PROT_READ | PROT_WRITE | PROT_EXEC)));
  long at = map(PROT_READ | PROT_WRITE);
  print(", written: %s", name_of(at));
  print(", executed later: %s", name_of(SYS(SYS_mprotect, at, PAGE, PROT_READ | PROT_EXEC)));
  print(", only read: %s\n", name_of(SYS(SYS_mprotect, at, PAGE, PROT_READ)));
  at = map(PROT_READ | PROT_EXEC);
  print("executed: %s", name_of(at));
  print(", written later: %s\n", name_of(SYS(SYS_mprotect, at, PAGE, PROT_READ | PROT_WRITE)));
  at = map(PROT_READ | PROT_WRITE | PROT_MPROTECT(PROT_EXEC));
  print("written, and said so: %s", name_of(at));
  print(", executed later: %s", name_of(SYS(SYS_mprotect, at, PAGE, PROT_READ | PROT_EXEC)));
  print(", both: %s\n", name_of(SYS(SYS_mprotect, at, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC)));
  unsigned long code = (unsigned long)guest_main & ~(PAGE - 1ul);
  print("its own code: %s", name_of(SYS(SYS_mprotect, code, PAGE, PROT_READ | PROT_WRITE)));
  int status, pid = (int)s_fork();
  if (pid == 0) quit(map(PROT_READ | PROT_WRITE | PROT_EXEC) == -EACCES ? 21 : 22);
  s_wait(pid, &status, 0);
  print(", a child: %d\n", status >> 8);
  print("stacks and mappings lie elsewhere each time: %d\n", other_addresses(argv[0]));
  int mib[] = {CTL_HW, 10};
  char name[32];
  unsigned long size = sizeof name;
  SYS(SYS___sysctl, mib, 2, name, &size, 0, 0);
  print("machine: %d\n", !strcmp(name, MACHINE));
  return 0;
}
