/* Code written at run time: new code, changed code, code changed by a copy, by another mapping of the same pages and by read(). */
#include "posix.h"
#include "rt.h"

typedef unsigned function(unsigned);

/* A function that adds `n` (0 to 255) to its argument. */
static unsigned emit(void *at, unsigned n) {
#if defined __arm__ && defined __thumb__
  unsigned short code[] = {(unsigned short)(0x3000 | n), 0x4770}; /* adds r0, #n; bx lr */
#elif defined __arm__
  unsigned code[] = {0xe2800000 | n, 0xe12fff1e}; /* add r0, r0, #n; bx lr */
#elif defined __mips__
  unsigned code[] = {0x03e00008, 0x24820000 | n}; /* jr $31; addiu $2, $4, n */
#else
  unsigned char code[] = {0x8d, 0x87, (unsigned char)n, 0, 0, 0, 0xc3}; /* lea n(%rdi), %eax; ret */
#endif
  memcpy(at, code, sizeof code);
  return sizeof code;
}

static void synchronise(void *at, unsigned size) { __builtin___clear_cache((char *)at, (char *)at + size); }

static function *entry(void *at) {
#if defined __thumb__
  return (function *)((uintptr_t)at | 1);
#else
  return (function *)at;
#endif
}

#if defined __mips__
/* gcc calls this for __builtin___clear_cache. */
int cacheflush(void *at, int size, int which);
int cacheflush(void *at, int size, int which) { return (int)SYS(__NR_cacheflush, at, size, which); }
void _flush_cache(void *at, int size, int which);
void _flush_cache(void *at, int size, int which) { SYS(__NR_cacheflush, at, size, which); }
#endif

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  char *page = (char *)s_mmap(0, 2 * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  synchronise(page, emit(page, 1));
  print("first %u\n", entry(page)(10));
  synchronise(page, emit(page, 2));
  print("changed %u\n", entry(page)(10));

  unsigned sum = 0;
  for (unsigned i = 0; i < 2000; i++) {
    synchronise(page, emit(page, i % 200));
    sum += entry(page)(i);
  }
  print("2000 changes %u\n", sum);

  unsigned hot = 0;
  for (unsigned i = 0; i < 100000; i++) hot = entry(page)(hot);
  synchronise(page, emit(page, 9));
  print("hot %u, then changed %u\n", hot, entry(page)(10));

  emit(page + PAGE, 77);
  memcpy(page + 8, page + PAGE, 16);
  synchronise(page + 8, 16);
  print("copied %u\n", entry(page + 8)(10));

  int fd = (int)s_open("code", O_RDWR | O_CREAT | O_TRUNC, 0700);
  s_ftruncate(fd, PAGE);
  char *writable = (char *)s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  char *executable = (char *)s_mmap(0, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
  unsigned size = emit(writable, 5);
  synchronise(executable, size);
  print("through another mapping %u", entry(executable)(10));
  emit(writable, 6);
  synchronise(executable, size);
  print(", changed %u\n", entry(executable)(10));

  char code[16];
  emit(code, 33);
  s_pwrite(fd, code, sizeof code, 0);
  synchronise(executable, size);
  print("by pwrite to the mapped file %u\n", entry(executable)(10));
  emit(code, 44);
  s_pwrite(fd, code, sizeof code, 64);
  s_pread(fd, page, sizeof code, 64);
  synchronise(page, 16);
  print("by pread into the code %u\n", entry(page)(10));

  s_mprotect(page, PAGE, PROT_READ | PROT_WRITE);
  emit(page, 55);
  s_mprotect(page, PAGE, PROT_READ | PROT_EXEC);
  synchronise(page, 16);
  print("between two mprotects %u\n", entry(page)(10));
  s_munmap(page, PAGE);
  page = (char *)s_mmap(page, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  synchronise(page, emit(page, 66));
  print("on a new page at the old place %u\n", entry(page)(10));
  int pid = (int)s_fork();
  if (pid == 0) {
    synchronise(page, emit(page, 99));
    print("child changed its own %u\n", entry(page)(10));
    quit(0);
  }
  wait_text(pid);
  print("parent kept %u\n", entry(page)(10));
  s_unlink("code");
  return 0;
}
