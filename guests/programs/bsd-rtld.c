/*
 * A run-time linker for the BSDs on ARM and MIPS, of what ld-elf.so.1, ld.elf_so and ld.so do at a program's start: relocates itself, finds
 * the program by the auxiliary vector, maps the libraries that it needs, relocates all, gives the first thread its TLS, runs
 * initialisers and jumps to the program with what its start-up code expects in its registers. Before that it asks the kernel for
what the systems' own linkers ask for besides. OpenBSD's tells the kernel where the
 * library makes its calls.
 */
#include "bsd/posix.h"

typedef struct {
  unsigned char ident[16];
  unsigned short type, machine;
  unsigned version;
  unsigned long entry, phoff, shoff;
  unsigned flags;
  unsigned short ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
} elf_header;
typedef struct {
  unsigned long type, offset, vaddr, paddr, filesz, memsz, flags, align;
} program_header;
typedef struct {
  unsigned long name, value, size;
  unsigned char info, other;
  unsigned short shndx;
} symbol;
typedef struct {
  unsigned long offset, info;
} relocation;
typedef struct {
  unsigned long tag, value;
} dynamic;

enum { PT_GNU_RELRO = 0x6474e552 };
enum { PT_LOAD = 1, PT_DYNAMIC, PT_TLS = 7, PT_OPENBSD_SYSCALLS = 0x65a3dbe9, PF_X = 1, PF_W, PF_R = 4 };
enum { DT_NEEDED = 1, DT_PLTRELSZ, DT_HASH = 4, DT_STRTAB, DT_SYMTAB, DT_REL = 17, DT_RELSZ, DT_JMPREL = 23, DT_INIT_ARRAY = 25, DT_INIT_ARRAYSZ = 27 };
/* Of MIPS alone (o32 supplement, 5): how long the parts of the global offset table are, and where dynamic data lie that programs write. */
enum { DT_PLTGOT = 3, DT_DEBUG = 21, DT_MIPS_LOCAL_GOTNO = 0x7000000a, DT_MIPS_SYMTABNO = 0x70000011, DT_MIPS_GOTSYM = 0x70000013, DT_MIPS_RLD_MAP = 0x70000016, DT_MIPS_RLD_MAP_REL = 0x70000035 };
#if defined __arm__
enum { R_ARM_ABS32 = 2, R_ARM_TLS_DTPMOD32 = 17, R_ARM_TLS_DTPOFF32, R_ARM_TLS_TPOFF32, R_ARM_COPY, R_ARM_GLOB_DAT, R_ARM_JUMP_SLOT, R_ARM_RELATIVE };
#define R_COPY R_ARM_COPY
/* Offsets that relocations and thread pointers are less by. */
enum { DTP_BIAS = 0, TP_BIAS = 0, TP_RELOCATION_BIAS = 0 };
#else
enum { R_MIPS_REL32 = 3, R_MIPS_TLS_DTPMOD32 = 38, R_MIPS_TLS_DTPREL32, R_MIPS_TLS_TPREL32 = 47, R_MIPS_COPY = 126, R_MIPS_JUMP_SLOT };
#define R_COPY R_MIPS_COPY
enum { DTP_BIAS = 0x8000, TP_BIAS = 0x7008, TP_RELOCATION_BIAS = TP_BIAS };
#endif
/* Entries of the auxiliary vector, the same for all. */
enum { AUXV_PHDR = 3, AUXV_PHNUM = 5, AUXV_PAGESZ, AUXV_BASE, AUXV_ENTRY = 9, AUXV_EXECPATH = 15 };
#if defined __FreeBSD__
#define LINKER "ld-elf.so.1: "
#if defined __arm__
enum { SET_TP = 2 };
#else
enum { SET_TP = 1 };
#endif
#elif defined __NetBSD__
#define LINKER "ld.elf_so: "
#else
#define LINKER "ld.so: "
#endif

struct object {
  unsigned long base;
  dynamic *dynamic;
  symbol *symbols;
  const char *strings;
  unsigned long *hash;
  relocation *rel, *jmprel;
  unsigned long rel_count, jmprel_count, init, init_count;
  unsigned long relro, relro_size;
  unsigned long *got, local_got, all_symbols, first_got;
  unsigned long tls_image, tls_filesz, tls_memsz, tls_align, tls_offset;
};

#define MOST 8
static struct object objects[MOST];
static int count;
static char *thread_pointer_value;

extern dynamic _DYNAMIC[] __attribute__((visibility("hidden")));
extern const char __ehdr_start[] __attribute__((visibility("hidden")));

#if defined __arm__
/* NetBSD's kernel gives ps_strings in r0, which the program gets. Elsewhere r0 is a function for its end; there is none. */
#if defined __NetBSD__
#define FIRST "mov r0, r5"
#else
#define FIRST "mov r0, #0"
#endif
__asm__(".text\n.globl _start\n.type _start, %function\n_start:\n\tmov r5, r0\n\tmov r4, sp\n\tmov r0, sp\n\tbl link_program\n\tmov r12, r0\n\t"
        "mov sp, r4\n\t" FIRST "\n\tmov r1, #0\n\tmov r2, #0\n\tmov lr, r12\n\tbx r12\n");
#else
/*
 * The kernel gives the entry in t9, from which the global pointer follows. Before anything is read through it, relocate_self moves
 * the table: where that and the dynamic data are is told by distances. a3 is ps_strings, and a0 FreeBSD's arguments; both are handed on.
 */
__asm__(".text\n.set push\n.set noreorder\n.option pic2\n.globl _start\n.type _start, @function\n.ent _start\n_start:\n\t.cpload $25\n\t"
        "move $16, $29\n\tmove $17, $4\n\tmove $18, $7\n\taddiu $29, $29, -32\n\tbal 1f\n\tnop\n"
        "2:\t.word _DYNAMIC - 2b\n3:\t.word __ehdr_start - 3b\n4:\t.word relocate_self - 4b\n"
        "1:\tlw $4, 0($31)\n\tlw $5, 4($31)\n\tlw $25, 8($31)\n\taddu $4, $4, $31\n\taddu $5, $5, $31\n\taddiu $5, $5, 4\n\taddu $25, $25, $31\n\t"
        "addiu $25, $25, 8\n\tjalr $25\n\tmove $19, $28\n\tmove $28, $19\n\tla $25, link_program\n\tjalr $25\n\tmove $4, $16\n\t"
        "move $25, $2\n\tmove $29, $16\n\tmove $4, $17\n\tmove $5, $0\n\tmove $6, $0\n\tmove $7, $18\n\tjr $25\n\tmove $31, $0\n"
        ".end _start\n.set pop\n");

__attribute__((used)) void relocate_self(const dynamic *d, unsigned long base);
void relocate_self(const dynamic *d, unsigned long base) {
  unsigned long *got = 0, locals = 0, all = 0, first = 0, bytes = 0;
  const symbol *symbols = 0;
  const relocation *rel = 0;
  for (; d->tag; d++) {
    if (d->tag == DT_PLTGOT) got = (unsigned long *)(base + d->value);
    if (d->tag == DT_MIPS_LOCAL_GOTNO) locals = d->value;
    if (d->tag == DT_MIPS_SYMTABNO) all = d->value;
    if (d->tag == DT_MIPS_GOTSYM) first = d->value;
    if (d->tag == DT_SYMTAB) symbols = (const symbol *)(base + d->value);
    if (d->tag == DT_REL) rel = (const relocation *)(base + d->value);
    if (d->tag == DT_RELSZ) bytes = d->value;
  }
  for (unsigned long n = 2; n < locals; n++) got[n] += base;
  for (unsigned long n = first; n < all; n++) got[locals + n - first] = symbols[n].value + base;
  for (unsigned long n = 0; n < bytes / sizeof *rel; n++)
    if ((rel[n].info & 0xff) == R_MIPS_REL32) *(unsigned long *)(base + rel[n].offset) += base;
}
#endif

static size_t length(const char *s) {
  size_t n = 0;
  while (s[n]) n++;
  return n;
}
static int equal(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}
static _Noreturn void give_up(const char *why, const char *what) {
  s_write(2, LINKER, sizeof LINKER - 1);
  s_write(2, why, length(why));
  s_write(2, what, length(what));
  s_write(2, "\n", 1);
  for (;;) SYS(SYS_exit, 1);
}
/* The error of a call as a number. */
static const char *result_text(long r) {
  static char text[8];
  long n = is_error(r) ? -r : 0;
  text[0] = (char)('0' + n / 100 % 10), text[1] = (char)('0' + n / 10 % 10), text[2] = (char)('0' + n % 10);
  return text;
}
#if !defined __OpenBSD__
static const char *last_part(const char *path) {
  const char *last = path;
  for (; *path; path++)
    if (*path == '/') last = path + 1;
  return last;
}
#endif

static void read_dynamic(struct object *o) {
  for (dynamic *d = o->dynamic; d->tag; d++) {
    unsigned long at = o->base + d->value;
    switch (d->tag) {
      case DT_HASH: o->hash = (unsigned long *)at; break;
      case DT_STRTAB: o->strings = (const char *)at; break;
      case DT_SYMTAB: o->symbols = (symbol *)at; break;
      case DT_REL: o->rel = (relocation *)at; break;
      case DT_RELSZ: o->rel_count = d->value / sizeof(relocation); break;
      case DT_JMPREL: o->jmprel = (relocation *)at; break;
      case DT_PLTRELSZ: o->jmprel_count = d->value / sizeof(relocation); break;
      case DT_INIT_ARRAY: o->init = at; break;
      case DT_INIT_ARRAYSZ: o->init_count = d->value / sizeof(void *); break;
      case DT_PLTGOT: o->got = (unsigned long *)at; break;
      case DT_MIPS_LOCAL_GOTNO: o->local_got = d->value; break;
      case DT_MIPS_SYMTABNO: o->all_symbols = d->value; break;
      case DT_MIPS_GOTSYM: o->first_got = d->value; break;
    }
  }
}
static void read_headers(struct object *o, const program_header *ph, unsigned n) {
  for (unsigned i = 0; i < n; i++) {
    if (ph[i].type == PT_DYNAMIC) o->dynamic = (dynamic *)(o->base + ph[i].vaddr);
    if (ph[i].type == PT_GNU_RELRO) {
      o->relro = o->base + ph[i].vaddr;
      o->relro_size = ph[i].memsz;
    }
    if (ph[i].type == PT_TLS) {
      o->tls_image = o->base + ph[i].vaddr;
      o->tls_filesz = ph[i].filesz;
      o->tls_memsz = ph[i].memsz;
      o->tls_align = ph[i].align;
    }
  }
  if (o->dynamic) read_dynamic(o);
}


static unsigned long page_up(unsigned long n) { return (n + PAGE - 1) & ~(PAGE - 1ul); }

#if defined __OpenBSD__
/* Where a library's code may make calls: by its table, an offset for each number, or anywhere in it before there were tables. */
static void allow_calls(int fd, unsigned long base, const program_header *ph, unsigned n) {
  unsigned long start = 0, size = 0;
  for (unsigned i = 0; i < n; i++)
    if (ph[i].type == PT_LOAD && ph[i].flags & PF_X) start = base + ph[i].vaddr - ph[i].vaddr % PAGE, size = page_up(ph[i].vaddr % PAGE + ph[i].memsz);
  for (unsigned i = 0; i < n; i++) {
    if (ph[i].type != PT_OPENBSD_SYSCALLS) continue;
    struct {
      unsigned offset, number;
    } table[64];
    static unsigned places[331];
    long bytes = s_pread(fd, table, sizeof table, ph[i].offset);
    if (bytes > (long)ph[i].filesz) bytes = (long)ph[i].filesz;
    for (long k = 0; k < bytes / (long)sizeof *table; k++) {
      unsigned number = table[k].number;
      places[number] = places[number] ? 0xffffffffu : table[k].offset + (unsigned)(base - start);
    }
    if (SYS(SYS_pinsyscalls, start, size, places, sizeof places / sizeof *places)) give_up("pinsyscalls: ", "");
    return;
  }
  if (SYS(SYS_msyscall, start, size)) give_up("msyscall: ", "");
}
#endif

/* Flags of each system that its linker reserves memory with. */
#if defined __FreeBSD__
enum { MAP_GUARD = 0x2000, MAP_EXCL = 0x4000, MAP_PREFAULT_READ = 0x40000, MAP_ALIGNED_16 = 16 << 24 };
#elif defined __NetBSD__
enum { MAP_PREFAULT_READ = 0, MAP_ALIGNED_16 = 16 << 24 };
#else
enum { MAP_PREFAULT_READ = 0, MAP_NOREPLACE = 0x800 };
#endif

/* Room for a library, whose segments are then mapped over it: at a multiple of 64 KiB where it can be asked for. */
static unsigned long reserve(unsigned long size) {
#if defined __FreeBSD__
  long at = s_mmap(0, size, PROT_NONE, MAP_GUARD | MAP_ALIGNED_16, -1, 0);
  if (is_error(at) || at % 0x10000) give_up("MAP_GUARD with an alignment: ", result_text(at));
  long twice = s_mmap((void *)at, PAGE, PROT_NONE, MAP_GUARD | MAP_FIXED | MAP_EXCL, -1, 0);
  if (twice != -ENOMEM) give_up("MAP_EXCL takes what is there: ", result_text(twice));
#elif defined __NetBSD__
  long at = s_mmap(0, size, PROT_NONE, MAP_PRIVATE | MAP_ANON | MAP_ALIGNED_16, -1, 0);
  if (is_error(at) || at % 0x10000) give_up("MAP_ALIGNED: ", result_text(at));
#else
  long at = SYS(SYS_mquery, 0, size, PROT_READ, 0, -1, 0, 0, 0);
  if (is_error(at)) give_up("mquery: ", result_text(at));
  if (s_mmap((void *)at, size, PROT_NONE, MAP_PRIVATE | MAP_ANON | MAP_FIXED | MAP_NOREPLACE, -1, 0) != at) give_up("no room where mquery found it", "");
  if (!is_error(s_mmap((void *)at, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANON | MAP_FIXED | MAP_NOREPLACE, -1, 0))) give_up("__MAP_NOREPLACE takes what is there", "");
#endif
  return is_error(at) ? 0 : (unsigned long)at;
}

/* What linkers look at before they map a file: whether they have it already, and its first page. */
static void look_at(int fd, const char *name) {
  file_status status;
  if (s_fstat(fd, &status) || (status.st_mode & S_IFMT) != S_IFREG || status.st_ino == 0) give_up("fstat: ", name);
  long page = s_mmap(0, PAGE, PROT_READ, MAP_PRIVATE | MAP_PREFAULT_READ, fd, 0);
  if (is_error(page) || *(unsigned char *)page != 0x7f) give_up("cannot look at ", name);
  if (s_munmap((void *)page, PAGE)) give_up("munmap: ", name);
}

/* What the kernel tells, and files that need not be there. */
static void ask_kernel(const unsigned long *all, const unsigned long *aux, const char *program) {
  (void)all;
  if (aux[AUXV_PAGESZ] != PAGE) give_up("AT_PAGESZ is wrong", "");
  if (SYS(SYS_issetugid)) give_up("issetugid: no id was taken on by ", program);
#if defined __FreeBSD__
  enum { OSRELDATE = 18, PAGESIZES = 20, STACKPROT = 23 };
  const char *path = (const char *)aux[AUXV_EXECPATH];
  if (!path || path[0] != '/' || !equal(path + length(path) - length(last_part(program)), last_part(program))) give_up("AT_EXECPATH: ", path ? path : "none");
  int mib[] = {CTL_KERN, 24 /* KERN_OSRELDATE */}, date = 0;
  unsigned long size = sizeof date;
  if (SYS(SYS___sysctl, mib, 2, &date, &size, 0, 0) || (unsigned long)date != aux[OSRELDATE]) give_up("AT_OSRELDATE is wrong", "");
  if (*(unsigned long *)aux[PAGESIZES] != PAGE || !(aux[STACKPROT] & PROT_WRITE)) give_up("AT_PAGESIZES or AT_STACKPROT is wrong", "");
  /* As the thread library asks for stacks. */
  if (is_error(s_mmap(0, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_STACK, -1, 0)) || s_mmap(0, PAGE, PROT_READ, MAP_STACK, -1, 0) != -EINVAL)
    give_up("MAP_STACK: ", program);
  if (s_mmap(0, PAGE, PROT_READ, MAP_GUARD, -1, 0) != -EINVAL || s_mmap(0, PAGE, PROT_NONE, MAP_GUARD | MAP_EXCL, -1, 0) != -EINVAL) give_up("MAP_GUARD: ", program);
  long hints = s_open("/var/run/ld-elf.so.hints", O_RDONLY | O_CLOEXEC, 0);
#elif defined __NetBSD__
  const char *name = 0;
  int told = 0;
  for (const unsigned long *p = all; *p; p += 2) {
    if (*p == 2014) name = (const char *)p[1];
    if (*p >= 2000 && *p <= 2003) told |= 1 << (*p - 2000);
  }
  if (told != 15) give_up("AT_EUID, AT_RUID, AT_EGID or AT_RGID lacks", "");
  if (!name || name[0] != '/' || !equal(name + length(name) - length(last_part(program)), last_part(program))) give_up("AT_SUN_EXECNAME: ", name ? name : "none");
  long hints = s_open("/etc/ld.so.conf", O_RDONLY | O_CLOEXEC, 0);
#else
  long hints = s_open("/var/run/ld.so.hints", O_RDONLY | O_CLOEXEC, 0);
  unsigned char random[16] = {0};
  if (SYS(SYS_getentropy, random, sizeof random)) give_up("getentropy: ", program);
#endif
  if (hints >= 0) s_close((int)hints);
  else if (hints != -ENOENT) give_up("hints: ", result_text(hints));
}

#if defined __OpenBSD__
/* Where a slot is written that the program itself may not write to: always by the one call. */
static __attribute__((noinline)) void bind_slot(unsigned long *where, unsigned long value) {
  struct {
    unsigned long *address;
    unsigned long size, value;
  } block = {where, sizeof value, value};
  long r = SYS(SYS_kbind, &block, sizeof block, PAIR(0x123456789abcdefll));
  if (r) give_up("kbind: ", result_text(r));
}
#endif

/* Where debuggers find the objects; MIPS has it beside the dynamic data, which are read-only there. */
static struct {
  int version;
  struct object *objects;
  void (*changed)(void);
  int state;
  unsigned long base;
} debug = {1, 0, 0, 0, 0};
static void tell_debuggers(struct object *program, unsigned long base) {
  debug.base = base;
  for (dynamic *d = program->dynamic; d->tag; d++) {
#if defined __arm__
    if (d->tag == DT_DEBUG) d->value = (unsigned long)&debug;
#else
    if (d->tag == DT_MIPS_RLD_MAP) *(void **)d->value = &debug;
    if (d->tag == DT_MIPS_RLD_MAP_REL) *(void **)((char *)d + d->value) = &debug;
#endif
  }
}

/* Data that nothing writes to once they are relocated. */
static void protect(struct object *o) {
  if (!o->relro_size) return;
  long r = s_mprotect((void *)(o->relro - o->relro % PAGE), page_up(o->relro % PAGE + o->relro_size), PROT_READ);
  if (r) give_up("mprotect: ", result_text(r));
}

/* Maps a library as its program headers say: room for the whole of it first, then its segments over that. */
static void load(const char *name) {
  static const char *const places[] = {"/lib/", "/usr/lib/"};
  char path[128];
  int fd = -1;
  for (int i = 0; i < 2 && fd < 0; i++) {
    size_t n = length(places[i]);
    memcpy(path, places[i], n);
    memcpy(path + n, name, length(name) + 1);
    fd = (int)s_open(path, O_RDONLY | O_CLOEXEC, 0);
  }
  if (fd < 0) give_up("Shared object not found: ", name);
  union {
    elf_header header;
    char bytes[PAGE];
  } first;
  if (s_pread(fd, &first, sizeof first, 0) < (long)sizeof first.header) give_up("too short: ", name);
  program_header *ph = (program_header *)(first.bytes + first.header.phoff);
  unsigned n = first.header.phnum;
  unsigned long end = 0;
  for (unsigned i = 0; i < n; i++)
    if (ph[i].type == PT_LOAD && ph[i].vaddr + ph[i].memsz > end) end = ph[i].vaddr + ph[i].memsz;
  look_at(fd, name);
  unsigned long base = reserve(page_up(end));
  if (!base) give_up("no room: ", name);
  for (unsigned i = 0; i < n; i++) {
    if (ph[i].type != PT_LOAD) continue;
    unsigned long within = ph[i].vaddr % PAGE, start = base + ph[i].vaddr - within;
    int prot = (ph[i].flags & PF_R ? PROT_READ : 0) | (ph[i].flags & PF_W ? PROT_WRITE : 0) | (ph[i].flags & PF_X ? PROT_EXEC : 0);
    unsigned long file_end = page_up(within + ph[i].filesz), memory_end = page_up(within + ph[i].memsz);
    if (file_end && is_error(s_mmap((void *)start, file_end, prot, MAP_PRIVATE | MAP_FIXED, fd, ph[i].offset - within)))
      give_up("cannot map: ", name);
    if (ph[i].flags & PF_W) {
      char *bss = (char *)(base + ph[i].vaddr + ph[i].filesz);
      for (char *p = bss; p < (char *)start + file_end; p++) *p = 0;
    }
    if (memory_end > file_end)
      s_mmap((void *)(start + file_end), memory_end - file_end, prot, MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0);
  }
#if defined __OpenBSD__
  allow_calls(fd, base, ph, n);
#endif
  s_close(fd);
  if (count == MOST) give_up("too many: ", name);
  struct object *o = &objects[count++];
  o->base = base;
  /* The program headers lie in the first segment. */
  read_headers(o, (const program_header *)(base + first.header.phoff), n);
}

__attribute__((visibility("default"))) void *__tls_get_addr(unsigned long *index);
void *__tls_get_addr(unsigned long *index) { return thread_pointer_value + objects[index[0] - 1].tls_offset + index[1] + DTP_BIAS; }

/* The first definition of a name, in the order of the objects; `except` is passed over. */
static symbol *find(const char *name, const struct object *except, struct object **whose) {
  for (int i = 0; i < count; i++) {
    struct object *o = &objects[i];
    if (o == except || !o->hash) continue;
    for (unsigned long n = 1; n < o->hash[1]; n++) {
      symbol *s = &o->symbols[n];
      if (s->shndx && (s->info >> 4) && equal(o->strings + s->name, name)) {
        *whose = o;
        return s;
      }
    }
  }
  return 0;
}

/* Address of what a symbol of an object stands for, 0 for a weak one that nothing defines. */
static unsigned long resolve(struct object *o, const symbol *own, const struct object *except, struct object **whose) {
  const char *name = o->strings + own->name;
  if (equal(name, "__tls_get_addr")) return (unsigned long)__tls_get_addr;
  symbol *s = find(name, except, whose);
  if (s) return (s->info & 15) == 6 ? s->value : (*whose)->base + s->value;
  if (own->info >> 4 != 2) give_up("Undefined symbol ", name);
  return 0;
}

/* MIPS: entries of the table for the object itself are moved with it, those behind them are one for each of its last symbols. */
static void relocate_table(struct object *o) {
  if (!o->got || !o->local_got) return;
  unsigned long first = o->got[1] & 0x80000000 ? 2 : 1;
  for (unsigned long n = first; n < o->local_got; n++) o->got[n] += o->base;
  for (unsigned long n = o->first_got; n < o->all_symbols; n++) {
    struct object *whose = o;
    o->got[o->local_got + n - o->first_got] = resolve(o, &o->symbols[n], 0, &whose);
  }
}

static void relocate(struct object *o, relocation *rel, unsigned long n) {
  for (unsigned long i = 0; i < n; i++) {
    unsigned long *where = (unsigned long *)(o->base + rel[i].offset), type = rel[i].info & 0xff, number = rel[i].info >> 8;
    struct object *whose = o;
    symbol *own = &o->symbols[number];
    unsigned long value = number ? resolve(o, own, type == R_COPY ? o : 0, &whose) : 0;
    switch (type) {
      case R_COPY: memcpy(where, (void *)value, own->size); break;
#if defined __arm__
      case R_ARM_RELATIVE: *where += o->base; break;
      case R_ARM_ABS32: *where += value; break;
#if defined __OpenBSD__
      case R_ARM_JUMP_SLOT: bind_slot(where, value); break;
#else
      case R_ARM_JUMP_SLOT:
#endif
      case R_ARM_GLOB_DAT: *where = value; break;
      case R_ARM_TLS_DTPMOD32: *where = (unsigned long)(whose - objects) + 1; break;
      case R_ARM_TLS_DTPOFF32: *where += value; break;
      case R_ARM_TLS_TPOFF32: *where += value + whose->tls_offset; break;
#else
      case 0: break; /* the first of MIPS is none */
      case R_MIPS_REL32: *where += number ? value : o->base; break;
      case R_MIPS_JUMP_SLOT: *where = value; break;
      case R_MIPS_TLS_DTPMOD32: *where = (unsigned long)(whose - objects) + 1; break;
      case R_MIPS_TLS_DTPREL32: *where += value - DTP_BIAS; break;
      case R_MIPS_TLS_TPREL32: *where += value + whose->tls_offset - TP_RELOCATION_BIAS; break;
#endif
      default: give_up("Unsupported relocation for ", o->strings + own->name);
    }
  }
}

/* Variant I: two words for the system, then the data of the program and of each library. */
static void set_thread_pointer(void) {
  unsigned long offset = 8;
  for (int i = 0; i < count; i++) {
    struct object *o = &objects[i];
    if (!o->tls_memsz) continue;
    offset = (offset + o->tls_align - 1) & ~(o->tls_align - 1);
    o->tls_offset = offset;
    offset += o->tls_memsz;
  }
  thread_pointer_value = (char *)s_mmap(0, page_up(offset), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  for (int i = 0; i < count; i++)
    if (objects[i].tls_memsz) memcpy(thread_pointer_value + objects[i].tls_offset, (void *)objects[i].tls_image, objects[i].tls_filesz);
#if defined __FreeBSD__
  /* The kernel adds what MIPS's thread pointers are beyond; NetBSD's C library does that itself. */
  SYS(SYS_sysarch, SET_TP, thread_pointer_value);
#elif defined __NetBSD__
  SYS(SYS__lwp_setprivate, thread_pointer_value + TP_BIAS);
#else
  SYS(SYS___set_tcb, thread_pointer_value);
#endif
}

__attribute__((used)) unsigned long link_program(unsigned long *stack);
unsigned long link_program(unsigned long *stack) {
  unsigned long *p = stack + 1 + stack[0] + 1;
  while (*p) p++;
  unsigned long aux[40] = {0};
  const unsigned long *vector = ++p;
  for (; *p; p += 2)
    if (*p < 40) aux[*p] = p[1];
  unsigned long base = aux[AUXV_BASE];
  if (base != (unsigned long)__ehdr_start) give_up("AT_BASE is wrong", "");
#if defined __arm__
  for (dynamic *d = _DYNAMIC; d->tag; d++)
    if (d->tag == DT_REL)
      for (relocation *r = (relocation *)(base + d->value); (r->info & 0xff) == R_ARM_RELATIVE; r++)
        *(unsigned long *)(base + r->offset) += base;
#endif

  ask_kernel(vector, aux, (const char *)stack[1]);
  struct object *program = &objects[count++];
  const program_header *ph = (const program_header *)aux[AUXV_PHDR];
  for (unsigned i = 0; i < aux[AUXV_PHNUM]; i++)
    if (ph[i].type == 6) program->base = aux[AUXV_PHDR] - ph[i].vaddr;
  read_headers(program, ph, aux[AUXV_PHNUM]);
  for (int i = 0; i < count; i++)
    for (dynamic *d = objects[i].dynamic; d->tag; d++)
      if (d->tag == DT_NEEDED) load(objects[i].strings + d->value);
  tell_debuggers(program, base);
  set_thread_pointer();
  for (int i = count - 1; i >= 0; i--) {
    relocate_table(&objects[i]);
    relocate(&objects[i], objects[i].rel, objects[i].rel_count);
    relocate(&objects[i], objects[i].jmprel, objects[i].jmprel_count);
    protect(&objects[i]);
  }
  /* crt1 runs those of the program. */
  for (int i = count - 1; i > 0; i--)
    for (unsigned long n = 0; n < objects[i].init_count; n++) ((void (**)(void))objects[i].init)[n]();
  return aux[AUXV_ENTRY];
}

void *memcpy(void *to, const void *from, size_t n);
void *memcpy(void *to, const void *from, size_t n) {
  char *t = to;
  const char *f = from;
  while (n--) *t++ = *f++;
  return to;
}
void *memset(void *to, int byte, size_t n) {
  char *t = to;
  while (n--) *t++ = (char)byte;
  return to;
}
#if defined __arm__
/* What compilers call for structures. */
void __aeabi_memclr8(void *to, size_t n);
void __aeabi_memclr8(void *to, size_t n) { memset(to, 0, n); }
#endif
