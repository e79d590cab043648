/* NetBSD's memory calls: ranges that are not whole pages, alignment, inheritance, moving. */
#include "common.h"

#define MAP_ALIGNED(n) ((n) << 24)
#define ANON (MAP_PRIVATE | MAP_ANON)

static long map(void *at, unsigned long length, int prot, int flags) { return SYS(SYS_mmap, at, length, prot, flags, -1, 0, 0, 0); }
static int failed(long r) { return r < 0 && r > -4096; }
static int present(char *at) {
  /* write(2) reads it first. */
  static int fds[2];
  if (!fds[1]) s_pipe2(fds, 0);
  char c;
  long r = s_write(fds[1], at, 1);
  if (r == 1) s_read(fds[0], &c, 1);
  return r == 1;
}

static void odd(void) {
  char *base = (char *)map(0, 8 * PAGE, PROT_READ | PROT_WRITE, ANON);
  base[0] = base[PAGE] = base[2 * PAGE] = base[3 * PAGE] = 1;
  show("munmap from within a page into another", SYS(SYS_munmap, base + PAGE + 100, PAGE));
  print(": %d%d%d%d", present(base), present(base + PAGE), present(base + 2 * PAGE), present(base + 3 * PAGE));
  show(", of a hole", SYS(SYS_munmap, base + PAGE, 3 * PAGE));
  show(", of nothing", SYS(SYS_munmap, base, 0));
  show(", of the kernel's", SYS(SYS_munmap, 0xfffff000ul, PAGE));
  print("\n");
  show("mprotect of an odd range", SYS(SYS_mprotect, base + 4 * PAGE + 5, PAGE, PROT_READ));
  struct timespec *inside = (struct timespec *)(base + 5 * PAGE + 8);
  show(", its second page", SYS(SYS___clock_gettime50, CLOCK_REALTIME, inside));
  show(", over a hole", SYS(SYS_mprotect, base, 6 * PAGE, PROT_READ | PROT_WRITE));
  show(", its second page", SYS(SYS___clock_gettime50, CLOCK_REALTIME, inside));
  print("\n");
  base[6 * PAGE] = 7;
  show("madvise of what is not needed", SYS(SYS_madvise, base + 6 * PAGE, PAGE, MADV_DONTNEED));
  print(", which keeps it: %d", base[6 * PAGE] == 7);
  show(", free", SYS(SYS_madvise, base + 6 * PAGE, PAGE, 6));
  print(", unknown: %s\n", result_name(SYS(SYS_madvise, base + 6 * PAGE, PAGE, 99)));
  s_munmap(base, 8 * PAGE);
}

static void files(void) {
  int fd = (int)s_open("mapped", O_CREAT | O_RDWR | O_TRUNC, 0600);
  char text[PAGE];
  memset(text, 'a', sizeof text);
  s_write(fd, text, sizeof text);
  s_write(fd, "second page", 11);
  char *at = (char *)SYS(SYS_mmap, 0, 11, PROT_READ, MAP_PRIVATE, fd, 0, PAIR(PAGE + 7));
  print("a file from within a page: <%c> at +%lu", at[0], (unsigned long)at % PAGE);
  char *plain = (char *)SYS(SYS_mmap, 0, PAGE, PROT_READ, 0, fd, 0, PAIR(PAGE));
  print(", neither shared nor private: %d", !failed((long)plain) && plain[0] == 's');
  print(", both: %s", result_name(SYS(SYS_mmap, 0, PAGE, PROT_READ, MAP_SHARED | MAP_PRIVATE, fd, 0, PAIR(0))));
  print(", anonymous with a descriptor: %s\n", result_name(SYS(SYS_mmap, 0, PAGE, PROT_READ, ANON, fd, 0, PAIR(0))));
  s_close(fd);
  s_unlink("mapped");
}

static void alignment(void) {
  long at = map(0, PAGE, PROT_READ, ANON | MAP_ALIGNED(20));
  print("aligned to 2^20: %d", !failed(at) && at % (1 << 20) == 0);
  print(", to 2^3: %s", result_name(map(0, PAGE, PROT_READ, ANON | MAP_ALIGNED(3))));
  print(", to 2^40: %s", result_name(map(0, PAGE, PROT_READ, ANON | MAP_ALIGNED(40))));
  print(", fixed elsewhere: %s\n", result_name(map((void *)(at + PAGE), PAGE, PROT_READ, ANON | MAP_FIXED | MAP_ALIGNED(20))));
}

static void inheriting(void) {
  char *base = (char *)map(0, 4 * PAGE, PROT_READ | PROT_WRITE, ANON);
  for (int i = 0; i < 4; i++) base[i * PAGE] = 5;
  show("inherit none", SYS(SYS_minherit, base, PAGE, 2));
  show(", zero", SYS(SYS_minherit, base + PAGE, PAGE, 4));
  show(", copy", SYS(SYS_minherit, base + 2 * PAGE, PAGE, 1));
  show(", donate", SYS(SYS_minherit, base + 3 * PAGE, PAGE, 3));
  int status = 0, pid = (int)s_fork();
  if (pid == 0) quit(present(base) * 100 + base[PAGE] * 10 + base[2 * PAGE]);
  s_wait(pid, &status, 0);
  print(": a child finds %d\n", status >> 8 & 0xff);
}

static void moving(void) {
  char *base = (char *)map(0, 2 * PAGE, PROT_READ | PROT_WRITE, ANON), *other = (char *)map(0, 8 * PAGE, PROT_READ, ANON);
  base[0] = 'x', base[PAGE] = 'y';
  char *moved = (char *)SYS(SYS_mremap, base, 2 * PAGE, other, 4 * PAGE, MAP_FIXED);
  print("moved %d: %c%c%d", moved == other, moved[0], moved[PAGE], moved[3 * PAGE]);
  print(", from there: %d", present(base));
  print(", to an odd place: %s\n", result_name(SYS(SYS_mremap, moved, PAGE, moved + 5, PAGE, MAP_FIXED)));
  char *shared = (char *)SYS(SYS_mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON, -1, 0, PAIR(0));
  char *twin = (char *)SYS(SYS_mremap, shared, PAGE, 0, PAGE, 4);
  shared[9] = 'z';
  print("shared memory in two places: %c\n", failed((long)twin) ? '-' : twin[9]);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  odd();
  files();
  alignment();
  inheriting();
  moving();
  long r = map(0, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, ANON);
  print("writable and executable: %s\n", failed(r) ? result_name(r) : "yes");
  return 0;
}
