/* NetBSD's own: futex, kernel semaphores, posix_spawn, calls of before 6, names of lwps. */
#include "common.h"

static volatile int word;
static int semaphore;

static void waker(struct thread *t) {
  (void)t;
  s_sleep_ms(30);
  word = 1;
  SYS(SYS___futex, &word, 1, 1, 0, 0, 0, 0);
  s_sleep_ms(30);
  SYS(SYS__ksem_post, semaphore);
}

int guest_main(int argc, char **argv, char **envp) {
  static struct thread thread;
  if (argc > 1) {
    print("spawned <%s> <%s>, descriptor 9 %s\n", argv[1], envp[0], s_fcntl(9, F_GETFD, 0) >= 0 ? "open" : "closed");
    return 23;
  }
  struct timespec brief = {0, 20000000};
  show("semaphore", SYS(SYS__ksem_init, 1, &semaphore));
  show(", wait", SYS(SYS__ksem_wait, semaphore));
  show(", try", SYS(SYS__ksem_trywait, semaphore));
  show(", unknown", SYS(SYS__ksem_post, 4711));
  thread_start(&thread, waker, 0);
  show(", futex", SYS(SYS___futex, &word, 0, 0, 0, 0, 0, 0));
  show(", another value", SYS(SYS___futex, &word, 0, 0, 0, 0, 0, 0));
  show(", timeout", SYS(SYS___futex, &word, 0, 1, &brief, 0, 0, 0));
  show(", posted", SYS(SYS__ksem_wait, semaphore));
  thread_join(&thread);
  unsigned value = 9;
  SYS(SYS__ksem_getvalue, semaphore, &value);
  print(", value %u", value);
  show(", destroy", SYS(SYS__ksem_destroy, semaphore));
  print("\n");
  int named = 0, again = 0;
  show("open what is not there", SYS(SYS__ksem_open, "/sem", O_RDWR, 0600, 0, &named));
  show(", create", SYS(SYS__ksem_open, "/sem", O_CREAT, 0600, 2, &named));
  show(", exclusively", SYS(SYS__ksem_open, "/sem", O_CREAT | O_EXCL, 0600, 2, &again));
  show(", again", SYS(SYS__ksem_open, "/sem", 0, 0, 0, &again));
  SYS(SYS__ksem_trywait, named);
  SYS(SYS__ksem_getvalue, again, &value);
  print(", the same one: %u", value);
  show(", unlink", SYS(SYS__ksem_unlink, "/sem"));
  show(", close", SYS(SYS__ksem_close, named));
  print("\n");

  struct {
    int seconds;
    long fraction;
  } old, rest;
  struct timespec fresh;
  SYS(SYS_compat_50_clock_gettime, CLOCK_REALTIME, &old);
  SYS(SYS___clock_gettime50, CLOCK_REALTIME, &fresh);
  print("clock_gettime of before 6 agrees %d", fresh.tv_sec - old.seconds >= 0 && fresh.tv_sec - old.seconds < 30);
  SYS(SYS_compat_50_gettimeofday, &old, 0);
  print(", gettimeofday %d", fresh.tv_sec - old.seconds < 30 && old.fraction < 1000000);
  old.seconds = 0, old.fraction = 1000000;
  show(", nanosleep", SYS(SYS_compat_50_nanosleep, &old, &rest));
  struct {
    unsigned dev, mode;
    unsigned long long ino;
    unsigned links, uid, gid, rdev;
    int times[8];
    long long size, blocks;
    unsigned block_size, flags, generation, spare[2];
  } __attribute__((aligned(8))) status;
  file_status now;
  s_close((int)s_open("file", O_CREAT | O_WRONLY, 0640));
  s_stat("file", &now);
  show(", stat", SYS(SYS_compat_50___stat30, "file", &status));
  print(" %d\n", status.ino == now.st_ino && status.mode == now.st_mode && status.size == now.st_size && status.times[2] == (int)now.st_mtim.tv_sec);

  struct action {
    unsigned what;
    int fd;
    union {
      struct {
        const char *path;
        int flags;
        unsigned mode;
      } open;
      int to;
    } with;
  } list[2];
  memset(list, 0, sizeof list);
  list[0].what = 0, list[0].fd = 9, list[0].with.open.path = "file", list[0].with.open.flags = O_RDONLY;
  list[1].what = 2, list[1].fd = 0;
  struct {
    unsigned size, length;
    struct action *list;
  } actions = {2, 2, list};
  char *args[] = {argv[0], "argument", 0}, *environment[] = {"G=1", 0};
  int pid = 0;
  print("posix_spawn %ld", SYS(SYS_posix_spawn, &pid, argv[0], &actions, 0, args, environment));
  print(", pid %d\n", pid > 0);
  print("%s\n", wait_text(pid));
  print("of an absent file %d\n", SYS(SYS_posix_spawn, &pid, "./none", 0, 0, args, environment) == ENOENT);
  print("no child is left %d\n", s_wait(-1, 0, 0) == -ECHILD);
  list[0].with.open.path = "none";
  print("an action fails %ld", SYS(SYS_posix_spawn, &pid, argv[0], &actions, 0, args, environment));
  print(": %s\n", wait_text(pid));

  char name[32] = "";
  SYS(SYS__lwp_setname, 0, "a name");
  SYS(SYS__lwp_getname, 0, name, sizeof name);
  volatile int *control = 0;
  show("lwpctl", SYS(SYS__lwp_ctl, 1, &control));
  print(", cpu %d, other features", control ? control[0] : -9);
  show("", SYS(SYS__lwp_ctl, 2, &control));
  print(", name <%s>\n", name);
  show("wait for itself", SYS(SYS__lwp_wait, s_gettid(), 0));
  show(", for nobody", SYS(SYS__lwp_wait, 0x3fffff, 0));
  print("\n");
  s_unlink("file");
  return 0;
}
