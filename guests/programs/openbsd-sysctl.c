/* OpenBSD's sysctl nodes: what of the machine, the kernel and its processes base programs ask for, and what they are refused. */
#include "common.h"

static long node(const int *mib, unsigned count, void *old, unsigned long *size) { return SYS(SYS_sysctl, mib, count, old, size, 0, 0); }
static unsigned words[512] __attribute__((aligned(8)));
static char text[4096];

#define NODE(...) \
  (const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int)

static void ask(const char *name, const int *mib, unsigned count) {
  unsigned long size = sizeof words;
  memset(words, 0, sizeof words);
  print("%s %s, %lu bytes\n", name, result_name(node(mib, count, words, &size)), size);
}

enum { COMM = 312, LOGIN = 352, NAME = 624, ALL = 648 };
static const char *process(int which, int value, unsigned long *size, int each, int most) {
  long r = node(NODE(1, 66, which, value, each, most), words, size);
  return result_name(r);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  int self = s_getpid(), release[] = {1, 2};
  ask("kern.boottime", NODE(1, 21));
  long long now[2] = {0};
  SYS(SYS_clock_gettime, CLOCK_REALTIME, now);
  long long booted = *(long long *)words;
  print("booted before now %d, and not long ago %d\n", booted <= now[0], now[0] - booted < 1000000000);
  ask("kern.clockrate", NODE(1, 12));
  print("hz %u, tick %u\n", words[0], words[1]);
  ask("kern.cp_time", NODE(1, 40));
  ask("kern.cp_time2", NODE(1, 71, 0));
  ask("kern.cp_time2 of no processor", NODE(1, 71, 9));
  ask("vm.loadavg", NODE(2, 2));
  print("fscale %u\n", words[3]);
  ask("vm.uvmexp", NODE(2, 4));
  print("pages of %u, mask %x, shift %u, free of all %d\n", words[0], words[1], words[2], words[4] <= words[3]);
  ask("vm.maxslp", NODE(2, 10));
  ask("kern.ccpu", NODE(1, 45));
  ask("kern.consdev", NODE(1, 75));
  ask("hw.usermem", NODE(6, 6));
  ask("hw.disknames", NODE(6, 8));
  ask("hw.sensors", NODE(6, 11, 0));
  ask("hw.vendor", NODE(6, 14));
  ask("no such node", NODE(1, 2000));
  ask("no such tree", NODE(77, 1));
  print("name too short %s, read only %s", result_name(node(NODE(1), words, 0)), result_name(SYS(SYS_sysctl, release, 2, 0, 0, "9.9", 3)));
  unsigned long size = 2;
  print(", too little room %s\n", result_name(node(NODE(1, 8), words, &size)));

  size = 0;
  long r = node(NODE(1, 66, 1, self, ALL, 100), 0, &size);
  print("kern.proc: %s, room for %lu\n", result_name(r), size / ALL);
  size = sizeof words;
  print("of this process %s", process(1, self, &size, ALL, 3));
  char *entry = (char *)words;
  print(", %lu bytes: pid %d, parent %d, session %d, group %d, user %d, state %d, name <%s>, emulation <%s>\n", size, (int)words[27] == self,
        (int)words[28] == s_getppid(), (int)words[29] == SYS(SYS_getsid, 0), (int)words[30] == SYS(SYS_getpgrp), words[32] == (unsigned)SYS(SYS_geteuid), entry[304], entry + COMM, entry + 576);
  size = sizeof words;
  print("only its beginning %s", process(1, self, &size, 128, 3));
  print(", %lu bytes, pid %d\n", size, (int)words[27] == self);
  size = 100;
  print("too little room %s", process(1, self, &size, ALL, 3));
  print(" %lu", size);
  size = sizeof words;
  print(", for none %s", process(1, self, &size, ALL, 0));
  print(" %lu", size);
  size = sizeof words;
  print(", larger than it is %s", process(1, self, &size, 4000, 1));
  print(", of no such kind %s\n", process(99, self, &size, ALL, 1));
  int ends[2];
  s_pipe2(ends, 0);
  long child = s_fork();
  if (!child) {
    char byte;
    s_close(ends[1]);
    s_read(ends[0], &byte, 1);
    quit(0);
  }
  size = sizeof words;
  print("by session: %s", process(3, (int)SYS(SYS_getsid, 0), &size, ALL, 50));
  print(", at least two %d", size >= 2 * ALL);
  size = sizeof words;
  print(", threads as well %s", process(1 | 0x40000000, self, &size, ALL, 50));
  print(" %lu, thread %d\n", size / ALL, (int)words[ALL / 4 + 152] == (int)SYS(SYS_getthrid));

  size = sizeof text;
  r = node(NODE(1, 55, self, 1), text, &size);
  char **vector = (char **)text;
  print("argv %s: <%s> <%s>, ended %d\n", result_name(r), vector[1], vector[2], vector[3] == 0);
  size = sizeof text;
  r = node(NODE(1, 55, (int)child, 3), text, &size);
  int found = 0;
  for (char **each = vector; !r && *each; each++) found |= strcmp(*each, "G_A=1") == 0;
  print("environment of the child %s, has what was set %d\n", result_name(r), found);
  int count = 0;
  size = sizeof count;
  r = node(NODE(1, 55, self, 2), &count, &size);
  print("nargv %s %d", result_name(r), count);
  size = 10;
  print(", too little room %s", result_name(node(NODE(1, 55, self, 1), text, &size)));
  size = sizeof text;
  print(", of nobody %s", result_name(node(NODE(1, 55, 0x3fffff, 1), text, &size)));
  print(", of no such kind %s\n", result_name(node(NODE(1, 55, self, 9), text, &size)));
  s_mkdir("here", 0700), s_chdir("here");
  size = sizeof text;
  r = node(NODE(1, 78, self), text, &size);
  print("cwd %s: ends well %d, length %d\n", result_name(r), strcmp(text + strlen(text) - 5, "/here") == 0, size == strlen(text) + 1);
  s_chdir(".."), s_rmdir("here");
  s_close(ends[1]);
  print("%s\n", wait_text((int)child));
  return 0;
}
