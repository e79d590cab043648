/* Calls that OpenBSD alone has, or has in a form of its own. */
#include "common.h"

static char big[4096] __attribute__((aligned(8)));

static void unknown(void) { SYS(44, 0, 0, 0, 0); }
static void never(void) { SYS(500); }
static void later(void) { SYS(SYS_pinsyscalls, 0, 0, 0, 0); }
static void in_child(const char *what, void (*run)(void)) {
  long pid = s_fork();
  if (!pid) {
    run();
    quit(0);
  }
  print("%s: %s\n", what, wait_text((int)pid));
}

struct message {
  void *name;
  unsigned name_length;
  void *parts;
  unsigned count;
  void *control;
  unsigned control_length;
  int flags;
  unsigned length;
};

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  long r = SYS(SYS_statfs, ".", big);
  unsigned long long *words = (unsigned long long *)big;
  print("statfs %s: block size %d, blocks %d, names of at most %d, on a path %d, of a type %d\n", result_name(r),
        ((unsigned *)big)[1] >= 512, words[2] > 0, ((int *)big)[26], big[136] == '/', big[120] != 0);
  int ends[2];
  print("pipe %s", result_name(SYS(SYS_pipe, ends)));
  print(", fstatfs of it %s, isatty of it %s\n", result_name(SYS(SYS_fstatfs, ends[0], big)),
        result_name(SYS(SYS_fcntl, ends[0], 11, 0)));
  r = SYS(SYS_getfsstat, 0, 0, 0);
  print("getfsstat: some %d, as many as fit %ld\n", r > 1, SYS(SYS_getfsstat, big, 2 * 568, 0));
  print("pathconf: longest name %ld, of no such kind %s\n", SYS(SYS_pathconf, ".", 4), result_name(SYS(SYS_pathconf, ".", 99)));

  int before = (int)SYS(SYS_getdtablecount);
  int first = (int)s_dup(0);
  s_dup(0), s_dup(0);
  print("getdtablecount: three more %d", SYS(SYS_getdtablecount) == before + 3);
  print(", closefrom %s", result_name(SYS(SYS_closefrom, first)));
  print(", as before %d, nothing above %s\n", SYS(SYS_getdtablecount) == before, result_name(SYS(SYS_closefrom, 60)));

  char name[32] = "";
  print("setthrname %s", result_name(SYS(SYS_setthrname, 0, "worker")));
  print(", getthrname %s", result_name(SYS(SYS_getthrname, 0, name, sizeof name)));
  print(" <%s>, too long %s, too little room %s\n", name, result_name(SYS(SYS_setthrname, 0, "a name of more than 23 bytes")),
        result_name(SYS(SYS_getthrname, 0, name, 3)));
  s_mkdir("real", 0700), s_symlink("real", "link");
  r = SYS(SYS___realpath, "link/../link/.", big);
  print("__realpath %s, ends well %d, of nothing %s\n", result_name(r), strcmp(big + strlen(big) - 5, "/real") == 0,
        result_name(SYS(SYS___realpath, "absent/x", big)));
  s_chdir("link");
  long length = SYS(SYS___getcwd, big, sizeof big);
  print("__getcwd: length with the NUL %d, no room %s\n", length == (long)strlen(big) + 1, result_name(SYS(SYS___getcwd, big, 3)));
  s_chdir("..");
  s_unlink("link"), s_rmdir("real");
  print("sendsyslog %s\n", result_name(SYS(SYS_sendsyslog, "<3>text", 7, 0)));

  long pid = s_fork();
  if (!pid) quit(9);
  int info[34] = {0};
  r = SYS(SYS_waitid, 2, pid, info, WEXITED | WNOWAIT);
  print("waitid %s: signal %d, code %d, pid %d, status %d\n", result_name(r), info[0], info[1], info[4] == pid, info[10]);
  print("and again %s, then %s", result_name(SYS(SYS_waitid, 2, pid, info, WEXITED)), result_name(SYS(SYS_waitid, 2, pid, info, WEXITED)));
  print(", nothing to wait for %s\n", result_name(SYS(SYS_waitid, 2, pid, info, 0)));

  int pair[2];
  s_socketpair(SOCK_DGRAM, pair);
  struct {
    void *at;
    unsigned long size;
  } parts[2] = {{"one", 3}, {"three", 5}}, room[2] = {{big, 16}, {big + 16, 16}};
  struct message out[2] = {{.parts = &parts[0], .count = 1}, {.parts = &parts[1], .count = 1}};
  struct message in[2] = {{.parts = &room[0], .count = 1}, {.parts = &room[1], .count = 1}};
  memset(big, 0, 32);
  print("sendmmsg %ld", SYS(SYS_sendmmsg, pair[0], out, 2, 0));
  print(" %u %u", out[0].length, out[1].length);
  print(", recvmmsg %ld", SYS(SYS_recvmmsg, pair[1], in, 2, 0, 0));
  print(" %u %u <%s> <%s>\n", in[0].length, in[1].length, big, big + 16);

  unsigned char *start = (unsigned char *)SYS(SYS_getrtable);
  print("getrtable %d, setrtable %s\n", (int)(uintptr_t)start, result_name(SYS(SYS_setrtable, 1)));
  in_child("a call that is not provided", unknown);
  in_child("a number that no release has", never);
  in_child("a number of a later release", later);
  signal_set none = {{0}};
  on_signal(SIGSYS, SIG_IGN, 0, none);
  in_child("the same, SIGSYS ignored", never);
  return 0;
}
