/* FreeBSD's smaller calls: kernel semaphores, priorities, CPU sets, paths and sockets at directories, contexts, comparison, what is refused. */
#include "common.h"

static _Noreturn void leave(int code) {
  SYS(SYS_exit, code);
  __builtin_unreachable();
}

struct sockaddr_un {
  unsigned char len, family;
  char path[104];
};

static void semaphores(void) {
  int id = -1, named = -1, value = -1;
  struct timespec past = {1, 0}, bad = {1, 1000000000};
  show("ksem", SYS(SYS_ksem_init, &id, 1));
  show(", wait", SYS(SYS_ksem_wait, id));
  show(", try", SYS(SYS_ksem_trywait, id));
  show(", late", SYS(SYS_ksem_timedwait, id, &past));
  show(", bad time", SYS(SYS_ksem_timedwait, id, &bad));
  show(", post", SYS(SYS_ksem_post, id));
  SYS(SYS_ksem_getvalue, id, &value);
  print(", value %d, closes at exec %ld", value, s_fcntl(id, F_GETFD, 0));
  show(", too much", SYS(SYS_ksem_init, &named, 0x80000000u));
  show(", close", SYS(SYS_ksem_close, id));
  show(", destroy", SYS(SYS_ksem_destroy, id));
  show(", gone", SYS(SYS_ksem_post, id));
  print("\n");
  show("named, none", SYS(SYS_ksem_open, &named, "/guest.sem", 0, 0600, 1));
  show(", made", SYS(SYS_ksem_open, &named, "/guest.sem", O_CREAT | O_EXCL, 0600, 3));
  show(", twice", SYS(SYS_ksem_open, &id, "/guest.sem", O_CREAT | O_EXCL, 0600, 3));
  show(", opened", SYS(SYS_ksem_open, &id, "/guest.sem", 0, 0, 0));
  show(", no slash", SYS(SYS_ksem_open, &value, "guest", O_CREAT, 0600, 1));
  show(", flags", SYS(SYS_ksem_open, &value, "/guest.sem", O_RDWR, 0600, 1));
  SYS(SYS_ksem_post, id);
  SYS(SYS_ksem_getvalue, named, &value);
  print(", value %d", value);
  int child = (int)s_fork();
  if (child == 0) {
    SYS(SYS_ksem_post, named);
    leave(0);
  }
  s_wait(child, 0, 0);
  SYS(SYS_ksem_getvalue, id, &value);
  print(", from a child %d", value);
  show(", destroy", SYS(SYS_ksem_destroy, id));
  show(", close", SYS(SYS_ksem_close, id));
  show(", unlinked", SYS(SYS_ksem_unlink, "/guest.sem"));
  show(",", SYS(SYS_ksem_unlink, "/guest.sem"));
  print("\n");
}

static void scheduling(void) {
  unsigned short rtp[2] = {9, 9}, realtime[2] = {2, 5};
  int parameter = 0, set = -1, policy = -1;
  unsigned mask[4] = {0};
  struct timespec slice;
  show("rtprio", SYS(SYS_rtprio, 0, 0, rtp));
  print(" %d %d", rtp[0], rtp[1]);
  show(", set", SYS(SYS_rtprio, 1, 0, rtp));
  show(", realtime", SYS(SYS_rtprio_thread, 1, 0, realtime));
  show(", function", SYS(SYS_rtprio, 7, 0, rtp));
  show(", nobody", SYS(SYS_rtprio, 0, 0x3ffff, rtp));
  show("; policy", SYS(SYS_sched_getscheduler, 0));
  show(", set", SYS(SYS_sched_setscheduler, 0, 2, &parameter));
  show(", parameter", SYS(SYS_sched_setparam, 0, &parameter));
  parameter = 104;
  show(", too high", SYS(SYS_sched_setparam, 0, &parameter));
  show(", slice", SYS(SYS_sched_rr_get_interval, 0, &slice));
  print(" %d ns", (int)slice.tv_nsec);
  show(", of FIFO", SYS(SYS_sched_get_priority_max, 1));
  show(", yield", SYS(SYS_yield));
  print("\n");
  show("set of the process", SYS(SYS_cpuset_getid, 2, 2, PAIR(-1ll), &set));
  print(" %d", set);
  show(", root", SYS(SYS_cpuset_getid, 1, 2, PAIR(-1ll), &set));
  print(" %d", set);
  show(", new", SYS(SYS_cpuset, &set));
  print(" %d", set);
  int other = -1;
  int child = (int)s_fork();
  if (child == 0) {
    SYS(SYS_cpuset_getid, 2, 2, PAIR(-1ll), &other);
    leave(other == set ? 0 : 1);
  }
  int status = -1;
  s_wait(child, &status, 0);
  print(", the child's too %d", status == 0);
  show(", back", SYS(SYS_cpuset_setid, 2, 0, PAIR(-1ll), 1));
  show(", no such", SYS(SYS_cpuset_setid, 2, 0, PAIR(-1ll), 99));
  show(", of a set", SYS(SYS_cpuset_getid, 3, 3, PAIR((long long)set), &other));
  print(" %d", other == set);
  show(", domains", SYS(SYS_cpuset_getdomain, 3, 2, PAIR(-1ll), sizeof mask, mask, &policy));
  print(" %x %d", mask[0], policy);
  show(", set", SYS(SYS_cpuset_setdomain, 3, 2, PAIR(-1ll), sizeof mask, mask, 2));
  show(", policy", SYS(SYS_cpuset_setdomain, 3, 2, PAIR(-1ll), sizeof mask, mask, 9));
  print("\n");
}

static void places(void) {
  char b[1100];
  s_mkdir("dir", 0700);
  s_mkdir("dir/sub", 0700);
  s_close((int)s_open("dir/file", O_RDWR | O_CREAT, 0600));
  s_close((int)s_open("outside", O_RDWR | O_CREAT, 0600));
  s_symlink("sub", "dir/link");
  s_symlink("../outside", "dir/leads-out");
  int dir = (int)s_open("dir", O_DIRECTORY, 0), file = (int)s_open("dir/file", 0, 0), out = (int)s_open("outside", 0, 0);
  b[0] = 0;
  show("realpath", SYS(SYS___realpathat, dir, "link/../file", b, sizeof b, 0));
  size_t n = strlen(b);
  print(" %s", n > 9 ? b + n - 9 : b);
  show(", short", SYS(SYS___realpathat, dir, "file", b, 5, 0));
  show(", none", SYS(SYS___realpathat, dir, "nothing", b, sizeof b, 0));
  show(", flags", SYS(SYS___realpathat, dir, "file", b, sizeof b, 1));
  print("\n");
  /* O_RESOLVE_BENEATH */
  print("beneath");
  static const char *const names[] = {"file", "sub/../file", "../outside", "leads-out", "/etc", "link", "sub/../.."};
  for (unsigned i = 0; i < COUNT(names); i++) {
    long r = SYS(SYS_openat, dir, names[i], 0x800000, 0);
    show(i ? "," : "", r > 0 ? 0 : r);
    if (r > 0) s_close((int)r);
  }
  file_status st;
  show("; stat", SYS(SYS_fstatat, dir, "../outside", &st, 0x2000));
  show(", unlink", SYS(SYS_unlinkat, dir, "../outside", 0x2000));
  print("\n");
  show("funlinkat, another", SYS(SYS_funlinkat, dir, "file", out, 0));
  show(", it", SYS(SYS_funlinkat, dir, "file", file, 0));
  show(", gone", SYS(SYS_funlinkat, dir, "file", file, 0));
  show(", any", SYS(SYS_funlinkat, AT_FDCWD, "outside", -200, 0));
  show("; flags at", SYS(SYS_chflagsat, dir, "sub", 0, 0));
  show(", none", SYS(SYS_chflagsat, dir, "nothing", 0, 0));
  show("; list of", SYS(SYS___acl_get_file, "dir", 2, b));
  show(", none", SYS(SYS___acl_get_link, "nothing", 2, b));
  show(", closed", SYS(SYS___acl_get_fd, 77, 2, b));
  print("\n");
  struct sockaddr_un name = {sizeof name, AF_UNIX, "sock"};
  int server = (int)SYS(SYS_socket, AF_UNIX, SOCK_STREAM, 0), client = (int)SYS(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
  show("bindat", SYS(SYS_bindat, dir, server, &name, sizeof name));
  show(", there", s_stat("dir/sock", &st));
  show(", listens", SYS(SYS_listen, server, 1));
  show(", elsewhere", SYS(SYS_connectat, AT_FDCWD, client, &name, sizeof name));
  show(", connectat", SYS(SYS_connectat, dir, client, &name, sizeof name));
  show(", accepted", SYS(SYS_accept, server, 0, 0) > 2 ? 0 : -1);
  show(", fchroot", SYS(SYS_fchroot, file));
  print("\n");
}

/* In capability mode, which the process does not leave: below directories only. */
static void confined(void) {
  struct sockaddr_un inside = {sizeof inside, AF_UNIX, "inside"}, outside = {sizeof outside, AF_UNIX, "../outside.sock"};
  file_status st;
  int dir = (int)s_open("dir", O_DIRECTORY, 0), status = -1;
  int child = (int)s_fork();
  if (child == 0) {
    int socket = (int)SYS(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
    show("confined", SYS(SYS_cap_enter));
    show(", bindat out", SYS(SYS_bindat, dir, socket, &outside, sizeof outside));
    show(", anywhere", SYS(SYS_bindat, AT_FDCWD, socket, &inside, sizeof inside));
    show(", inside", SYS(SYS_bindat, dir, socket, &inside, sizeof inside));
    show(", stat up", SYS(SYS_fstatat, dir, "sub/../..", &st, 0));
    show(", down", SYS(SYS_fstatat, dir, "sub/../sub", &st, 0));
    show(", link out", SYS(SYS_fstatat, dir, "leads-out", &st, 0));
    show(", itself", SYS(SYS_fstatat, dir, "leads-out", &st, AT_SYMLINK_NOFOLLOW));
    show(", removed", SYS(SYS_unlinkat, dir, "leads-out", 0));
    show(", shared memory", SYS(SYS_shm_open2, "/guest", O_RDWR | O_CREAT, 0600, 0, 0));
    print("\n");
    leave(0);
  }
  s_wait(child, &status, 0);
}

static volatile int steps;

static void contexts(void) {
  static unsigned first[128], second[128], jumped[128];
  static const signal_set NONE;
  signal_set blocked = set_of(SIGUSR2), now;
  mask_signals(SIG_SETMASK, blocked, 0);
  print("context %d", (int)SYS(SYS_getcontext, first));
  steps++;
  mask_signals(SIG_SETMASK, NONE, 0);
  if (steps < 3) SYS(SYS_setcontext, first);
  mask_signals(SIG_BLOCK, NONE, &now);
  print(", %d steps, mask kept %d", steps, set_has(context_mask(first), SIGUSR2));
  SYS(SYS_getcontext, second);
  if (steps++ == 3) {
    show(", swapped", SYS(SYS_swapcontext, jumped, second));
  } else if (steps == 5) SYS(SYS_setcontext, jumped);
  memset(first, 0, sizeof first);
  show(", bad", SYS(SYS_setcontext, first));
  show(", nowhere", SYS(SYS_getcontext, 16));
  print("\n");
}

static void comparing(void) {
  int a = (int)s_open("same", O_RDWR | O_CREAT, 0600), b = s_dup(a), c = (int)s_open("same", O_RDWR, 0), me = s_getpid();
  show("kcmp of dup", SYS(SYS_kcmp, me, me, 100, a, b));
  print(", of files %d", SYS(SYS_kcmp, me, me, 100, a, c) != 0);
  show(", of objects", SYS(SYS_kcmp, me, me, 101, a, c));
  show(", memory", SYS(SYS_kcmp, me, me, 104, 0, 0));
  int child = (int)s_fork();
  if (child == 0) {
    int files = SYS(SYS_kcmp, me, 0, 102, 0, 0) > 0, same = SYS(SYS_kcmp, me, 0, 100, a, a) == 0;
    leave(files && same && SYS(SYS_kcmp, me, 0, 103, 0, 0) > 0 ? 0 : 1);
  }
  int status = -1;
  s_wait(child, &status, 0);
  print(", with a child %d", status == 0);
  show(", kind", SYS(SYS_kcmp, me, me, 7, 0, 0));
  show(", closed", SYS(SYS_kcmp, me, me, 100, 77, a));
  show(", nobody", SYS(SYS_kcmp, me, 0x3ffff, 104, 0, 0));
  print("\n");
}

static volatile unsigned word;
static volatile int taken;
static void take(void) { taken++; }

static void waiting(void) {
  static const signal_set NONE;
  on_signal(SIGUSR1, (void *)take, 0, NONE);
  show("sigfastblock, no word", SYS(SYS_sigfastblock, 2, 0));
  show(", word", SYS(SYS_sigfastblock, 1, &word));
  show(", another", SYS(SYS_sigfastblock, 1, &word));
  word = 0x10;
  SYS(SYS_kill, s_getpid(), SIGUSR1);
  print(", taken %d, word %x", taken, word);
  show(", held", SYS(SYS_sigfastblock, 2, 0));
  word &= 0xf;
  show(", let go", SYS(SYS_sigfastblock, 2, 0));
  print(", taken %d, word %x", taken, word);
  SYS(SYS_kill, s_getpid(), SIGUSR1);
  print(", taken %d", taken);
  show(", no more", SYS(SYS_sigfastblock, 3, 0));
  show(",", SYS(SYS_sigfastblock, 3, 0));
  print("\n");
}

static void telling(void) {
  char b[64];
  unsigned version[40] = {0x10010002};
  unsigned char uuids[2][16] __attribute__((aligned(4)));
  unsigned long long used = 0;
  struct {
    struct timespec time;
    long maxerror, esterror, tai;
    int state;
  } clock;
  show("class", SYS(SYS_getloginclass, b, sizeof b));
  print(" %s", b);
  show(", short", SYS(SYS_getloginclass, b, 3));
  int status = -1, child = (int)s_fork();
  if (child == 0) {
    SYS(SYS_setuid, 1000);
    leave(SYS(SYS_setloginclass, "staff") == -EPERM ? 0 : 1);
  }
  s_wait(child, &status, 0);
  print(", users may not set it %d", status == 0);
  show("; uuidgen", SYS(SYS_uuidgen, uuids, 2));
  print(", version %d, variant %d, differ %d", *(unsigned short *)(uuids[0] + 6) >> 12, uuids[0][8] >> 6, memcmp(uuids[0], uuids[1], 16) != 0);
  show(", none", SYS(SYS_uuidgen, uuids, 0));
  show("; fib", SYS(SYS_setfib, 0));
  show(", another", SYS(SYS_setfib, 1));
  show("; utrace", SYS(SYS_utrace, b, 8));
  show("; clock's state", SYS(SYS_ntp_gettime, &clock));
  print(" %d", clock.state);
  show("; used files", SYS(SYS_getrlimitusage, 8, 0, &used));
  print(" %d", used > 2);
  show(", of core", SYS(SYS_getrlimitusage, 4, 0, &used));
  show("; more of errors", SYS(SYS_exterrctl, 1, 0, version));
  show(", again", SYS(SYS_exterrctl, 1, 0, version));
  version[0] = 1;
  show(", version", SYS(SYS_exterrctl, 1, 1, version));
  show(", off", SYS(SYS_exterrctl, 2, 0, 0));
  print("\n");
  static struct {
    int version;
    char name[1024];
    int refs, id;
    void *address;
    unsigned long size;
    char path[1024];
  } file;
  show("kernel file", SYS(SYS_kldnext, 0));
  show(", next", SYS(SYS_kldnext, 1));
  show(", found", SYS(SYS_kldfind, "/boot/kernel/kernel"));
  show(", none", SYS(SYS_kldfind, "zfs.ko"));
  show(", stat", SYS(SYS_kldstat, 1, &file));
  file.version = sizeof file;
  show(",", SYS(SYS_kldstat, 1, &file));
  print(" %s %s %d", file.name, file.path, file.id);
  show(", module", SYS(SYS_modfind, "ufs"));
  show(", load", SYS(SYS_kldload, "zfs"));
  print("\n");
}

static void refusing(void) {
  show("mac", SYS(SYS___mac_get_proc, 0));
  show(", audit", SYS(SYS_getauid, 0));
  show(", rctl", SYS(SYS_rctl_get_racct, 0, 0, 0, 0));
  show(", ffclock", SYS(SYS_ffclock_getcounter, 0));
  show(", quota", SYS(SYS_quotactl, ".", 0, 0, 0));
  show(", fhopen", SYS(SYS_fhopen, 0, 0));
  show(", setcred", SYS(SYS_setcred, 0, 0, 0));
  show(", jail", SYS(SYS_jail_get, 0, 0, 0));
  print("\n");
  static const struct {
    const char *name;
    int number;
  } unknown[] = {{"of a module", SYS_nfssvc}, {"of 4.3BSD", SYS_ocreat}, {"of FreeBSD 6", SYS_freebsd6_mmap}};
  for (unsigned i = 0; i < COUNT(unknown); i++) {
    int status = -1, child = (int)s_fork();
    if (child == 0) {
      SYS(unknown[i].number, 0, 0, 0, 0, 0, 0);
      leave(0);
    }
    s_wait(child, &status, 0);
    print("%s: killed by SIGSYS %d\n", unknown[i].name, status == SIGSYS);
  }
  void *arguments[2] = {0, 0};
  for (int i = 0; i < 2; i++) {
    int status = -1, child = (int)s_fork();
    if (child == 0) {
      SYS(SYS_abort2, i ? "why" : 0, 2, arguments);
      leave(0);
    }
    s_wait(child, &status, 0);
    print("abort2: signal %d\n", status & 0x7f);
  }
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  semaphores();
  scheduling();
  places();
  confined();
  contexts();
  comparing();
  waiting();
  telling();
  refusing();
  return 0;
}
