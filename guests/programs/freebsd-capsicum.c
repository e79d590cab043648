/* Capsicum: rights of descriptors and capability mode (sys/capsicum.h). */
#include "common.h"

typedef struct {
  unsigned long long words[2];
} rights;
#define RIGHTS(bits) {{1ull << 57 | (bits), 1ull << 58}}
#define CAP_READ 1ull
#define CAP_WRITE 2ull
#define CAP_SEEK 12ull
#define CAP_LOOKUP 0x400ull
#define CAP_FSTAT 0x80000ull

static long limit(int fd, unsigned long long bits) {
  rights r = RIGHTS(bits);
  return SYS(SYS_cap_rights_limit, fd, &r);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  char b[8];
  file_status st;
  rights r;
  static const rights bad = {{1, 2}};
  unsigned mode = 7;
  int fd = (int)s_open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
  s_write(fd, "contents", 8);
  SYS(SYS___cap_rights_get, 0, fd, &r);
  print("all rights at first %d\n", r.words[0] == (1ull << 57 | 0x7ffffffffffull) && r.words[1] == (1ull << 58 | 0x1fffff));
  show("limit to reading", limit(fd, CAP_READ | CAP_SEEK | CAP_FSTAT));
  show(", read", s_pread(fd, b, 4, 0));
  show(", write", s_write(fd, "x", 1));
  show(", truncate", s_ftruncate(fd, 0));
  show(", stat", s_fstat(fd, &st));
  show(", map to write", s_mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  print("\n");
  show("rights do not grow", limit(fd, CAP_READ | CAP_WRITE));
  show(", bad rights", SYS(SYS_cap_rights_limit, fd, &bad));
  show(", bad descriptor", limit(77, CAP_READ));
  print("\n");
  int copy = (int)s_dup(fd);
  show("a duplicate is as limited", s_write(copy, "x", 1));
  limit(copy, CAP_FSTAT);
  show(", and more on its own", s_pread(copy, b, 1, 0));
  show(", not so the first", s_pread(fd, b, 1, 0));
  print("\n");
  s_mkdir("below", 0700);
  s_close((int)s_open("below/inner", O_CREAT | O_WRONLY, 0600));
  s_symlink("../file", "below/out");
  int dir = (int)s_open("below", O_RDONLY | O_DIRECTORY, 0);
  limit(dir, CAP_LOOKUP | CAP_READ | CAP_FSTAT);
  long inner = SYS(SYS_openat, dir, "inner", O_RDONLY, 0);
  print("openat below %d", inner >= 0);
  show(", its descriptor is limited too", s_write((int)inner, "x", 1));
  show(", to write", SYS(SYS_openat, dir, "inner", O_WRONLY, 0));
  show(", up", SYS(SYS_openat, dir, "../file", O_RDONLY, 0));
  show(", by a link", SYS(SYS_openat, dir, "out", O_RDONLY, 0));
  show(", absolute", SYS(SYS_openat, dir, "/", O_RDONLY, 0));
  print("\n");

  int pid = (int)s_fork();
  if (pid == 0) {
    show("cap_enter", SYS(SYS_cap_enter));
    SYS(SYS_cap_getmode, &mode);
    print(", mode %u", mode);
    show(", open", s_open("file", O_RDONLY, 0));
    show(", stat", SYS(SYS_fstatat, AT_FDCWD, "file", &st, 0));
    show(", below a descriptor", SYS(SYS_fstatat, dir, "inner", &st, 0));
    show(", chdir", s_chdir("/"));
    print("\n");
    show("kill of itself", s_kill(s_getpid(), 0));
    show(", of its parent", s_kill(s_getppid(), 0));
    show(", unlink", s_unlink("file"));
    show(", getpid works", s_getpid() > 0 ? 0 : -1);
    print("\n");
    int grandchild = (int)s_fork();
    if (grandchild == 0) quit(SYS(SYS_cap_getmode, &mode) == 0 && mode == 1 ? 11 : 12);
    s_sleep_ms(50);
    quit(s_wait(-1, 0, 0) == -ECAPMODE ? 5 : 6);
  }
  print("%s\n", wait_text(pid));
  SYS(SYS_cap_getmode, &mode);
  print("the parent is not in it: %u\n", mode);
  s_unlink("below/inner"), s_unlink("below/out"), s_rmdir("below"), s_unlink("file");
  return 0;
}
