/* mmap, munmap, mprotect, mremap, brk, msync, mincore and madvise: placements, errors and what the pages hold. */
#include "posix.h"
#include "rt.h"

#define RW (PROT_READ | PROT_WRITE)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)

static char *map(size_t pages) { return (char *)s_mmap(0, pages * PAGE, RW, ANON, -1, 0); }

/* Whether the kernel can read the byte, which tells a mapping without faulting on its absence. */
static const char *state(const void *at) {
  int fds[2];
  s_pipe2(fds, 0);
  long r = s_write(fds[1], at, 1);
  s_close(fds[0]);
  s_close(fds[1]);
  return r == 1 ? "mapped" : result_name(r);
}

static const char *short_result(long r) { return is_error(r) ? result_name(r) : "address"; }

static void anonymous(void) {
  char *a = map(6);
  int sum = 0;
  for (int i = 0; i < 6 * PAGE; i++) sum += a[i];
  print("anonymous pages are zero %d, aligned %d\n", sum, (int)((uintptr_t)a % PAGE));
  a[2 * PAGE] = 7;
  print("munmap of the middle %s: ", result_name(s_munmap(a + 2 * PAGE, PAGE)));
  print("%s ", state(a + PAGE));
  print("%s ", state(a + 2 * PAGE));
  print("%s\n", state(a + 3 * PAGE));
  print("munmap of nothing %s\n", result_name(s_munmap(a + 2 * PAGE, PAGE)));
  print("munmap unaligned %s\n", result_name(s_munmap(a + 1, PAGE)));
  print("munmap of size 0 %s\n", result_name(s_munmap(a, 0)));
  char *hole = (char *)s_mmap(a + 2 * PAGE, PAGE, RW, ANON, -1, 0);
  print("hint on a free page is taken %d, zero again %d\n", hole == a + 2 * PAGE, hole[0]);
  char *other = (char *)s_mmap(a, PAGE, RW, ANON, -1, 0);
  print("hint on a used page is not taken %d\n", other != a && !is_error((long)other));
  print("MAP_FIXED_NOREPLACE on a used page %s\n", short_result(s_mmap(a, PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0)));
  a[0] = 5;
  print("MAP_FIXED replaces %d", s_mmap(a, PAGE, RW, ANON | MAP_FIXED, -1, 0) == (long)a);
  print(", zero %d\n", a[0]);
  print("MAP_FIXED unaligned %s\n", short_result(s_mmap(a + 12, PAGE, RW, ANON | MAP_FIXED, -1, 0)));
  print("size 0 %s\n", short_result(s_mmap(0, 0, RW, ANON, -1, 0)));
  print("neither private nor shared %s\n", short_result(s_mmap(0, PAGE, RW, MAP_ANONYMOUS, -1, 0)));
  print("bad descriptor %s\n", short_result(s_mmap(0, PAGE, RW, MAP_PRIVATE, 99, 0)));
  print("too large %s\n", short_result(s_mmap(0, (size_t)0 - 0x10000000, RW, ANON, -1, 0)));
  print("size rounds up: %s\n", (s_mmap(a, 5, RW, ANON | MAP_FIXED, -1, 0), a[PAGE - 1] = 1, "last byte of the page is there"));
}

static void protection(void) {
  char *a = map(3);
  print("mprotect unaligned %s\n", result_name(s_mprotect(a + 1, PAGE, PROT_READ)));
  print("mprotect over a hole %s\n", (s_munmap(a + 2 * PAGE, PAGE), result_name(s_mprotect(a, 3 * PAGE, PROT_READ))));
  s_mprotect(a, 2 * PAGE, PROT_NONE);
  print("kernel reads PROT_NONE %s\n", state(a));
  s_mprotect(a, 2 * PAGE, PROT_READ);
  int fd = (int)s_open("/dev/zero", O_RDONLY, 0);
  print("kernel writes to PROT_READ %s\n", result_name(s_read(fd, a, 10)));
  s_close(fd);
}

static void files(void) {
  char text[PAGE + 100];
  for (unsigned i = 0; i < sizeof text; i++) text[i] = (char)('a' + i % 26);
  int fd = (int)s_open("mapped", O_RDWR | O_CREAT | O_TRUNC, 0600);
  s_write(fd, text, sizeof text);
  char *private = (char *)s_mmap(0, 2 * PAGE, RW, MAP_PRIVATE, fd, 0);
  char *shared = (char *)s_mmap(0, 2 * PAGE, RW, MAP_SHARED, fd, 0);
  char *second = (char *)s_mmap(0, PAGE, PROT_READ, MAP_SHARED, fd, PAGE);
  print("mapped %c%c%c, second page %c%c, beyond the end %d\n", private[0], private[1], private[2], second[0], second[1],
        private[PAGE + 100]);
  private[0] = '#';
  shared[1] = '!';
  shared[PAGE + 1] = '?';
  print("after writes: private %c, shared %c%c, second %c%c\n", private[0], shared[0], shared[1], second[0], second[1]);
  char back[4];
  s_pread(fd, back, 2, 0);
  s_pread(fd, back + 2, 2, PAGE);
  print("read from the file %c%c %c%c\n", back[0], back[1], back[2], back[3]);
  s_pwrite(fd, "ZZ", 2, 8);
  print("written to the file, seen by shared %c\n", shared[8]);
  print("msync %s, unaligned %s\n", result_name(SYS(__NR_msync, shared, 2 * PAGE, MS_SYNC)),
        SYS(__NR_msync, shared + 1, PAGE, MS_SYNC) == -EINVAL ? "EINVAL" : "else");
  s_close(fd);
  shared[2] = '+';
  fd = (int)s_open("mapped", O_RDONLY, 0);
  s_pread(fd, back, 4, 0);
  print("written after close %c%c%c\n", back[0], back[1], back[2]);
  print("shared write mapping of a read-only descriptor %s\n", short_result(s_mmap(0, PAGE, RW, MAP_SHARED, fd, 0)));
  print("private write mapping of it %s\n", short_result(s_mmap(0, PAGE, RW, MAP_PRIVATE, fd, 0)));
  s_close(fd);
  int pipe[2];
  s_pipe2(pipe, 0);
  print("mapping of a pipe %s\n", short_result(s_mmap(0, PAGE, PROT_READ, MAP_PRIVATE, pipe[0], 0)));
  int pid = (int)s_fork();
  if (pid == 0) {
    shared[3] = '$';
    private[3] = '$';
    quit(0);
  }
  wait_text(pid);
  print("a child's writes: shared %c, private %c\n", shared[3], private[3]);
  s_unlink("mapped");
  print("after unlink %c\n", shared[1]);
}

static void shared_anonymous(void) {
  volatile int *a = (int *)s_mmap(0, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int pid = (int)s_fork();
  if (pid == 0) {
    a[0] = 123;
    while (a[1] == 0) s_sleep_ms(1);
    quit(a[1]);
  }
  while (a[0] == 0) s_sleep_ms(1);
  a[1] = 45;
  print("shared anonymous: child wrote %d, %s\n", a[0], wait_text(pid));
}

static void resizing(void) {
  char *a = map(4);
  a[0] = 1, a[3 * PAGE] = 4;
  char *b = (char *)SYS(__NR_mremap, a, 4 * PAGE, 2 * PAGE, 0, 0);
  print("mremap to less stays %d, rest ", b == a);
  print("%s\n", state(a + 2 * PAGE));
  b = (char *)SYS(__NR_mremap, a, 2 * PAGE, 4 * PAGE, 0, 0);
  print("back to more in place %d, new page zero %d\n", b == a, is_error((long)b) ? -1 : b[3 * PAGE]);
  char *wall = map(1);
  char *block = map(3);
  s_mmap(block + PAGE, PAGE, RW, ANON | MAP_FIXED, -1, 0);
  block[0] = 9;
  s_mprotect(block + PAGE, PAGE, PROT_READ);
  b = (char *)SYS(__NR_mremap, block, PAGE, 5 * PAGE, MREMAP_MAYMOVE, 0);
  print("more with MAYMOVE keeps %d, last page %d\n", b[0], b[4 * PAGE]);
  print("in the way, without MAYMOVE %s\n",
        short_result((s_mmap(wall, PAGE, RW, ANON | MAP_FIXED, -1, 0), s_mmap(wall + PAGE, PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0),
                      SYS(__NR_mremap, wall, PAGE, 2 * PAGE, 0, 0))));
  char *target = map(6);
  char *c = (char *)SYS(__NR_mremap, b, 5 * PAGE, 5 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, target);
  print("fixed move %d keeps %d, old place ", c == target, c[0]);
  print("%s\n", state(b));
  print("of unmapped %s\n", short_result(SYS(__NR_mremap, b, PAGE, 2 * PAGE, MREMAP_MAYMOVE, 0)));
  print("unaligned %s\n", short_result(SYS(__NR_mremap, c + 1, PAGE, 2 * PAGE, MREMAP_MAYMOVE, 0)));
  print("to size 0 %s\n", short_result(SYS(__NR_mremap, c, PAGE, 0, MREMAP_MAYMOVE, 0)));
}

static void data_segment(void) {
  char *start = (char *)SYS(__NR_brk, 0);
  char *end = (char *)SYS(__NR_brk, start + 3 * PAGE + 10);
  print("brk grows by %ld\n", (long)(end - start));
  int sum = 0;
  for (char *p = start; p < end; p++) sum += *p;
  print("zero %d\n", sum);
  start[PAGE] = 7;
  print("shrinks to %ld", (long)((char *)SYS(__NR_brk, start) - start));
  end = (char *)SYS(__NR_brk, start + 2 * PAGE);
  print(", grows again by %ld, byte %d\n", (long)(end - start), start[PAGE]);
  print("below the start stays %ld\n", (long)((char *)SYS(__NR_brk, 4096) - start));
  print("absurd stays %ld\n", (long)((char *)SYS(__NR_brk, ~0xffful) - start));
}

static void advice(void) {
  char *a = map(4);
  unsigned char in[4] = {9, 9, 9, 9};
  for (int i = 0; i < 4; i++) a[i * PAGE] = (char)(i + 1);
  print("mincore %s", result_name(SYS(__NR_mincore, a, 4 * PAGE, in)));
  print(" %d%d%d%d\n", in[0] & 1, in[1] & 1, in[2] & 1, in[3] & 1);
  print("mincore unaligned %s\n", result_name(SYS(__NR_mincore, a + 1, PAGE, in)));
  print("MADV_DONTNEED %s", result_name(SYS(__NR_madvise, a + PAGE, PAGE, MADV_DONTNEED)));
  print(" bytes %d %d %d\n", a[0], a[PAGE], a[2 * PAGE]);
  print("MADV_NORMAL %s\n", result_name(SYS(__NR_madvise, a, PAGE, MADV_NORMAL)));
  s_munmap(a + PAGE, PAGE);
  print("mincore of a hole %s\n", result_name(SYS(__NR_mincore, a, 4 * PAGE, in)));
  print("mlock %s, munlock %s\n", result_name(SYS(__NR_mlock, a, PAGE)), result_name(SYS(__NR_munlock, a, PAGE)));
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  anonymous();
  protection();
  files();
  shared_anonymous();
  resizing();
  data_segment();
  advice();
  return 0;
}
