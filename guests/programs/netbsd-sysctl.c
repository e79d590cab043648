/* NetBSD's sysctl tree: nodes found by name as libc's sysctlbyname does it, values, what is refused. */
#include "common.h"

struct node {
  unsigned flags;
  int number;
  char name[32];
  unsigned version, reserved;
  unsigned size_of_array, length;
  unsigned long long child, size, function, parent, description;
};
_Static_assert(sizeof(struct node) == 96, "struct sysctlnode");

#define VERSION 0x01000000u

static long sysctl(const int *mib, unsigned count, void *old, unsigned long *length, const void *new, unsigned long size) {
  return SYS(SYS___sysctl, mib, count, old, length, new, size);
}

static struct node nodes[64], question;

/* Numbers of a name: each part is looked for among the nodes below the one before it. */
static long numbers(const char *name, int *mib, unsigned *count, struct node *found) {
  *count = 0;
  while (*name) {
    unsigned long length = sizeof nodes;
    mib[*count] = CTL_QUERY;
    memset(&question, 0, sizeof question);
    question.flags = VERSION;
    long r = sysctl(mib, *count + 1, nodes, &length, &question, sizeof question);
    if (r < 0) return r;
    unsigned size = 0, n = 0, all = length / sizeof(struct node);
    while (name[size] && name[size] != '.') size++;
    while (n < all && (memcmp(nodes[n].name, name, size) || nodes[n].name[size])) n++;
    if (n == all) return -ENOENT;
    mib[(*count)++] = nodes[n].number;
    *found = nodes[n];
    name += size + (name[size] == '.');
  }
  return 0;
}

static void tell(const char *name) {
  int mib[12];
  unsigned count;
  struct node node;
  char value[1024];
  unsigned long length = sizeof value;
  long r = numbers(name, mib, &count, &node);
  print("%s:", name);
  if (r < 0) {
    print(" %s\n", result_name(r));
    return;
  }
  for (unsigned i = 0; i < count; i++) print("%s%d", i ? "." : " ", mib[i]);
  print(", type %d, %s", (int)(node.flags & 15), node.flags & 0x70 ? "read-write" : "read-only");
  if ((node.flags & 15) == 1) {
    print(", %d nodes", (int)node.length > 0);
    r = sysctl(mib, count, value, &length, 0, 0);
    print(", looked at: %s\n", result_name(r));
    return;
  }
  r = sysctl(mib, count, value, &length, 0, 0);
  if (r < 0) print(", %s", result_name(r));
  else if ((node.flags & 15) == 3) print(", <%s> of %lu", value, length);
  else if ((node.flags & 15) == 2) print(", %d of %lu", *(int *)value, length);
  else print(", %lu bytes", length);
  print("\n");
}

static void limits(void) {
  int mib[] = {CTL_KERN, 1, 7}, top[] = {CTL_QUERY}, create[] = {CTL_KERN, CTL_CREATE}, destroy[] = {CTL_KERN, CTL_DESTROY};
  int describe[] = {CTL_KERN, CTL_DESCRIBE}, map[] = {CTL_KERN, CTL_MMAP}, below[] = {CTL_KERN, 1, CTL_QUERY}, none[] = {99, 1};
  char value[32];
  unsigned long length = 3;
  print("too little room: %s", result_name(sysctl(mib, 2, value, &length, 0, 0)));
  print(", %lu wanted, got %c%c%c", length, value[0], value[1], value[2]);
  print(", length alone: %s", result_name(sysctl(mib, 2, 0, &length, 0, 0)));
  print(" %lu\n", length);
  length = sizeof value;
  print("set what is read-only: %s", result_name(sysctl(mib, 2, 0, 0, "x", 2)));
  print(", below a value: %s", result_name(sysctl(mib, 3, value, &length, 0, 0)));
  print(", nothing there: %s", result_name(sysctl(none, 2, value, &length, 0, 0)));
  print(", no name: %s", result_name(sysctl(mib, 0, value, &length, 0, 0)));
  print(", long name: %s\n", result_name(sysctl(mib, 13, value, &length, 0, 0)));
  memset(&question, 0, sizeof question);
  length = sizeof nodes;
  print("a question without version: %s", result_name(sysctl(top, 1, nodes, &length, &question, sizeof question)));
  question.flags = VERSION;
  print(", without node: %s", result_name(sysctl(top, 1, nodes, &length, 0, 0)));
  print(", below a value: %s", result_name(sysctl(below, 3, nodes, &length, &question, sizeof question)));
  length = 0;
  print(", how many: %s", result_name(sysctl(top, 1, 0, &length, &question, sizeof question)));
  print(" %d", length > 0 && length % sizeof(struct node) == 0);
  length = sizeof(struct node);
  print(", room for one: %s", result_name(sysctl(top, 1, nodes, &length, &question, sizeof question)));
  print(" <%s>\n", nodes[0].name);
  print("create: %s", result_name(sysctl(create, 2, 0, 0, &question, sizeof question)));
  print(", of nothing: %s", result_name(sysctl(create, 2, 0, 0, 0, 0)));
  print(", destroy: %s", result_name(sysctl(destroy, 2, 0, 0, &question, sizeof question)));
  print(", map: %s", result_name(sysctl(map, 2, 0, 0, 0, 0)));
  length = sizeof nodes;
  print(", describe: %s", result_name(sysctl(describe, 2, nodes, &length, 0, 0)));
  int *record = (int *)nodes;
  print(" %d %d %d\n", record[0], record[2], (int)(length % 16));
}

static void process(const char *self) {
  int mib[] = {CTL_KERN, 48, -1, 1};
  char value[256];
  unsigned long length = sizeof value;
  print("arguments: %s", result_name(sysctl(mib, 4, value, &length, 0, 0)));
  print(" <%s> <%s>", value + strlen(value) - strlen("netbsd-sysctl"), value + strlen(value) + 1);
  mib[3] = 2, length = sizeof value;
  sysctl(mib, 4, value, &length, 0, 0);
  print(", %d of them", *(int *)value);
  mib[3] = 5, length = sizeof value;
  print(", path: %s", result_name(sysctl(mib, 4, value, &length, 0, 0)));
  unsigned size = strlen(value), tail = strlen("netbsd-sysctl");
  print(" %d", size > tail && !strcmp(value + size - tail, "netbsd-sysctl") && value[0] == '/');
  mib[2] = 0x3fffff, length = sizeof value;
  print(", of nobody: %s\n", result_name(sysctl(mib, 4, value, &length, 0, 0)));
  (void)self;
}

static void structures(void) {
  int load[] = {CTL_VM, 2}, memory[] = {CTL_VM, 5}, boot[] = {CTL_KERN, 83}, times[] = {CTL_KERN, 51};
  static long long numbers[77];
  unsigned average[4];
  struct timespec booted;
  unsigned long length = sizeof average;
  print("load: %s", result_name(sysctl(load, 2, average, &length, 0, 0)));
  print(" scale %u, memory:", average[3]);
  length = sizeof numbers;
  print(" %s", result_name(sysctl(memory, 2, numbers, &length, 0, 0)));
  print(" %d, %d of pages of %d", (int)length, numbers[4] > 0 && numbers[4] <= numbers[3], (int)numbers[0]);
  length = sizeof booted;
  print(", booted: %s", result_name(sysctl(boot, 2, &booted, &length, 0, 0)));
  struct timespec now;
  SYS(SYS___clock_gettime50, CLOCK_REALTIME, &now);
  print(" %d", booted.tv_sec <= now.tv_sec && booted.tv_sec > now.tv_sec - 86400 && booted.tv_nsec < 1000000000);
  length = sizeof numbers;
  print(", processor time: %s", result_name(sysctl(times, 2, numbers, &length, 0, 0)));
  print(" %d %d\n", (int)length, numbers[0] >= 0 && numbers[4] >= 0);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)envp;
  static const char *const names[] = {"kern.ostype",      "kern.osrelease",    "kern.osrevision", "hw.ncpu",
                                      "hw.alignbytes",    "hw.pagesize",       "kern.posix_threads", "kern.clockrate",
                                      "kern.hostname",    "hw",                "security.pax.mprotect.global", "kern.nosuch", "nosuch.node",
                                      "kern.ipc.sysvshm", "vm.guard_size",     "vm.thread_guard_size", "kern.posix_aio",
                                      "kern.sched.pri_max", "kern.maxproc",    "net.inet.ip.anonportmin", "hw.disknames",
                                      "vfs.generic.usermount", "net",          "kern.mqueue.mq_prio_max"};
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
    if (i == 8) {
      int mib[12];
      unsigned count;
      struct node node;
      numbers(names[i], mib, &count, &node);
      print("%s: type %d, %s\n", names[i], (int)(node.flags & 15), node.flags & 0x70 ? "read-write" : "read-only");
    } else
      tell(names[i]);
  limits();
  process(argv[0]);
  structures();
  return 0;
}
