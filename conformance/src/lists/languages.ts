// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the dollar signs are those of the guest's language.
import type { ProgramCase, ProgramList } from '../programs/program-case';
import { BINARY, CSV, TEXT } from './samples';

const files = { 'text.txt': TEXT, 'data.csv': CSV, 'binary.bin': BINARY };

type Script = readonly [name: string, text: string, rest?: Partial<ProgramCase>];

function family(
  name: string,
  packages: ProgramList['packages'],
  command: readonly [string, ...string[]],
  scripts: readonly Script[],
  more: Partial<ProgramList> = {},
): ProgramList {
  return {
    name,
    title: name,
    packages,
    architectures: ['armhf', 'armel', 'mipsel'],
    dynamic: true,
    cases: scripts.map(([title, text, rest]) => ({ name: title, argv: [...command, text], files, ...rest })),
    ...more,
  };
}

const LUA_SCRIPTS: readonly Script[] = [
  [
    'arithmetic',
    'print(10/3, 2^0.5, -7%3, 1e15, 1e16, math.floor(-2.5), math.huge, -math.huge, 0/0 ~= 0/0, 255 % 7.5)',
  ],
  [
    'strings',
    'print(("%5.2f|%-5s|%x|%q"):format(3.14159, "ab", 255, "a\\nb")); print(("hello world"):gsub("o", "0")); for w in ("one two three"):gmatch("%a+") do io.write(w, ";") end print(("x"):rep(5, ","))',
  ],
  [
    'tables',
    'local t = {} for i = 1, 1000 do t[i] = (i * 7919) % 1009 end table.sort(t) print(t[1], t[500], t[1000], #t, table.concat(t, ",", 1, 5)); local m = setmetatable({}, {__index = function(_, k) return k .. "!" end}) print(m.foo)',
  ],
  [
    'closures and coroutines',
    'local function gen(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end local s = 0 for v in gen(1000) do s = s + v end print(s); local f = {} for i = 1, 3 do f[i] = function() return i end end print(f[1](), f[3]())',
  ],
  [
    'errors',
    'print(select(2, pcall(error, {code = 1})).code); print(pcall(function() local x = nil; return x.y end)); print(select("#", pcall(string.rep))); error("final", 0)',
    // LuaJIT's trace names an address of a program that the kernel may place anywhere.
    { normalise: [[/0x[0-9a-f]{8}/g, 'ADDRESS']] },
  ],
  [
    'files',
    'local f = assert(io.open("out.txt", "w")) f:write("a\\n", 1, "\\n", 2.5, "\\n") f:close() for l in io.lines("out.txt") do print(l) end print(io.open("absent")) local s = io.open("binary.bin", "rb"):read("*a") print(#s, s:byte(100, 105)) os.rename("out.txt", "kept.txt") print(os.remove("absent"))',
  ],
  [
    'recursion',
    'local function fib(n) if n < 2 then return n end return fib(n-1) + fib(n-2) end print(fib(20)); local function deep(n) if n == 0 then return 0 end return 1 + deep(n-1) end print(deep(10000)); print(pcall(function() local function f() return 1 + f() end return f() end) == false)',
  ],
  [
    'sieve',
    'local n, c, s = 20000, 0, {} for i = 2, n do if not s[i] then c = c + 1 for j = i*i, n, i do s[j] = true end end end print(c)',
  ],
  [
    'float loops',
    'local x, s = 0, 0 for i = 1, 20000 do x = math.sin(i) * math.sqrt(i); s = s + x end print(("%.10f"):format(s)); print(("%.14g %.14g %.14g"):format(math.exp(1), math.log(10), math.pi))',
  ],
];

/** Lua 5.4. */
export const lua = family(
  'lua',
  'languages',
  ['/usr/bin/lua5.4', '-e'],
  [
    ...LUA_SCRIPTS,
    [
      'integers',
      'print(1 << 62, 0xffffffffffffffff, 7 // 2, -7 // 2, 3 & 5 | 8 ~ 1, math.maxinteger + 1 == math.mininteger, 1 // 0.0, math.tointeger(3.0)); print(string.pack("<i4d", 7, 1.5):byte(1, -1)); print(utf8.char(228, 8364), utf8.len("äö"))',
    ],
    [
      'goto and close',
      'local t <close> = setmetatable({}, {__close = function() print("closed") end}) for i = 1, 3 do if i == 2 then goto next end print(i) ::next:: end',
    ],
    [
      'garbage',
      'for i = 1, 20000 do local t = {i, tostring(i)} end collectgarbage() print(collectgarbage("count") < 2000)',
    ],
  ],
);

/** The processor that qemu-user emulates has 64-bit float registers for FPXX programs, and LuaJIT's assembly needs pairs. */
const needsPairs = (script: Script): Script =>
  script[0] === 'arithmetic' ? [script[0], script[1], { qemuWrongOn: ['mipsel'] }] : script;

/** LuaJIT, which writes machine code while it runs. */
export const luajit = family(
  'luajit',
  'languages',
  ['/usr/bin/luajit', '-e'],
  [
    ...LUA_SCRIPTS.map(needsPairs),
    [
      'hot loops',
      'local s = 0 for i = 1, 1000000 do s = s + i % 7 end print(s); local a = {} for i = 1, 100000 do a[i] = i * 2 end local t = 0 for r = 1, 5 do for i = 1, #a do t = t + a[i] end end print(t)',
    ],
    [
      'ffi',
      'local ffi = require("ffi") ffi.cdef("int snprintf(char *, size_t, const char *, ...); typedef struct { int x; double y; } point;") local b = ffi.new("char[64]") ffi.C.snprintf(b, 64, "%d %s", ffi.new("int", 42), "from C") print(ffi.string(b)) local p = ffi.new("point[3]") for i = 0, 2 do p[i].x = i p[i].y = i / 2 end print(p[2].x, p[2].y, ffi.sizeof("point")) print(ffi.cast("uint64_t", 2)^63)',
    ],
    [
      'bit',
      'local bit = require("bit") local h = 0 for i = 1, 200000 do h = bit.bxor(bit.rol(h, 5), i) end print(bit.tohex(h), bit.arshift(-256, 4), bit.bswap(0x12345678))',
    ],
    ['trace information', 'print(jit.os, jit.status())'],
    ['interpreter only', 'jit.off() local s = 0 for i = 1, 100000 do s = s + i end print(s)'],
  ],
  { architectures: ['armhf', 'armel', 'mipsel'] },
);

/** perl-base. */
export const perl = family(
  'perl',
  'languages',
  ['/usr/bin/perl', '-e'],
  [
    [
      'regular expressions',
      'my $s = "The quick brown fox"; print join("|", $s =~ /(\\w)(\\w+)/g), "\\n"; (my $t = $s) =~ s/(\\w+)/\\u\\L$1/g; print "$t\\n"; print "$1-$2\\n" if "2024-05" =~ /^(?<y>\\d{4})-(\\d\\d)$/; print join(",", map { sprintf "%02x", ord } split //, "AZ"), "\\n"; $_ = "aXbXc"; print tr/X//, " ", join("+", split /X/), "\\n"',
    ],
    [
      'hashes and sorting',
      'my %c; open my $f, "<", "text.txt"; while (<$f>) { $c{lc $_}++ for /\\w+/g } print "$_ $c{$_}\\n" for sort { $c{$b} <=> $c{$a} || $a cmp $b } keys %c',
    ],
    [
      'numbers',
      'print 10/3, " ", 2**0.5, " ", 1e21, " ", int(-3.7), " ", 7 % -3, " ", 0xff, " ", 1_000_000 * 1_000_000, " ", 9999999999999999, "\\n"; printf "%.15g %e %b %o %s\\n", 0.1 + 0.2, 12345.678, 10, 8, 1 <=> 2; print sin(1), " ", atan2(1, 1) * 4, " ", exp(1), " ", log(10), "\\n"',
    ],
    [
      'closures and objects',
      'package P; sub new { my ($c, %a) = @_; bless {%a}, $c } sub name { $_[0]{name} } package Q; our @ISA = ("P"); sub name { my $s = shift; "Q:" . $s->SUPER::name } package main; print Q->new(name => "x")->name, "\\n"; my @f = map { my $n = $_; sub { $n * shift } } 1 .. 3; print join(",", map { $_->(10) } @f), "\\n"; print ref(\\@f), " ", Q->can("name") ? 1 : 0, "\\n"',
    ],
    [
      'errors',
      'eval { die { code => 5 } }; print $@->{code}, "\\n"; eval { my $x = 1 / 0 }; print $@; local $SIG{__WARN__} = sub { print "warned: $_[0]" }; warn "careful\\n"; $! = 2; print "$!\\n"; die "fatal\\n"',
    ],
    [
      'files',
      'open my $o, ">", "out.txt" or die; print $o "line $_\\n" for 1 .. 100; close $o; print -s "out.txt", " ", (-e "absent" ? 1 : 0), " ", (-d "." ? 1 : 0), "\\n"; open my $i, "<", "binary.bin"; binmode $i; local $/; my $d = <$i>; print length($d), " ", unpack("%32C*", $d), "\\n"; rename "out.txt", "new.txt"; mkdir "d"; opendir my $h, "."; print scalar(grep { !/^\\./ } readdir $h), "\\n"',
    ],
    [
      'pack',
      'print join(" ", unpack("n v N V c", pack("n v N V c", 1, 2, 3, 4, -5))), " ", unpack("H*", pack("d>", 1.5)), " ", length(pack("w/a", "x" x 300)), "\\n"; print unpack("b16", pack("s<", 0x1234)), "\\n"',
    ],
    [
      'fork and pipe',
      'pipe(my $r, my $w); my $p = fork; if (!$p) { close $r; print $w "from the child\\n"; exit 3 } close $w; print scalar <$r>; waitpid $p, 0; print $? >> 8, "\\n"; $SIG{ALRM} = sub { die "alarm\\n" }; eval { alarm 1; select undef, undef, undef, 5; }; print $@; kill "USR1", 0 if 0; $SIG{USR1} = sub { print "usr1\\n" }; kill USR1 => $$',
    ],
    [
      'sprintf and here-document',
      'my $n = 3; print <<"E"; print <<\'F\';\nvalue $n @{[ $n * 2 ]}\nE\nraw $n\nF\nprint sprintf("%-10s|%+d|%5.1f|%%|%v d", "left", 5, 2.25, "1.22.333"), "\\n"; print "abc" x 3, "-", join(",", (1) x 4), "\\n"; print scalar reverse("hello"), " ", ucfirst("word"), " ", lc("ABC"), "\\n"',
    ],
    [
      'sort many',
      'my $x = 1; my @a = map { $x = ($x * 1103515245 + 12345) % 2147483648 } 1 .. 5000; my @s = sort { $a <=> $b } @a; my $sum = 0; $sum = ($sum * 31 + $_) % 1000003 for @s; print "$sum $s[0] $s[-1]\\n"',
    ],
    [
      'unicode',
      'use utf8; binmode STDOUT, ":utf8"; my $s = "Zażółć gęślą"; print length($s), " ", uc($s), " ", scalar(reverse $s), " ", join(",", map { sprintf "%x", ord } split //, "ąę"), "\\n"',
    ],
    ['exit status', 'END { print "end block\\n" } exit 17'],
  ],
);

/** The sqlite3 shell. */
export const sqlite = family(
  'sqlite',
  'languages',
  ['/usr/bin/sqlite3', ':memory:'],
  [
    [
      'expressions',
      'select 1+1, 7/2, 7%3, 7/2.0, 1e10, -5 % 3, abs(-3), round(2.567, 2), 9223372036854775807 + 0, 1 << 40, "a" || "b", typeof(1.0), length("häh"), upper("abc"), hex("AZ"), 3 between 1 and 5;',
    ],
    [
      'tables',
      'create table t(a integer primary key, b text, c real); insert into t(b, c) values("one", 1.5), ("two", 2.5), ("three", null); select * from t order by b; select count(*), sum(c), avg(c), group_concat(b, "+") from t; update t set c = a * 10 where c is null; delete from t where a = 1; select * from t;',
    ],
    [
      'joins',
      'create table p(id, name); create table q(pid, v); insert into p values(1, "x"), (2, "y"), (3, "z"); insert into q values(1, 10), (1, 20), (3, 30); select name, sum(v), count(v) from p left join q on id = pid group by id having count(v) >= 0 order by 2 desc; explain query plan select * from p join q on id = pid;',
    ],
    [
      'recursion',
      'with recursive f(n, a, b) as (select 1, 0, 1 union all select n+1, b, a+b from f where n < 60) select n, b from f where n % 20 = 0; with recursive c(x) as (select 1 union all select x+1 from c where x < 20000) select sum(x), max(x) from c;',
    ],
    [
      'windows and json',
      'create table s(d, v); insert into s values(1, 5), (2, 3), (3, 9), (4, 1); select d, sum(v) over (order by d), rank() over (order by v desc), lag(v) over (order by d) from s; select json_extract(\'{"a":[1,2,{"b":"c"}]}\', "$.a[2].b"), json_array(1, "x", null); select value from json_each("[3,1,2]") order by 1;',
    ],
    [
      'dates',
      "select date(1000000000, 'unixepoch'), strftime('%Y-%W %j', '2024-02-29'), julianday('2000-01-01 12:00'), date('2024-01-31', '+1 month'), time('12:00', '-90 minutes');",
    ],
    [
      'errors',
      'select * from absent; create table u(a unique); insert into u values(1); insert into u values(1); select 1 +;',
    ],
    [
      'full text and like',
      'create virtual table d using fts5(t); insert into d values("the quick brown fox"), ("lazy dogs sleep"), ("quick thinking"); select t from d where d match "quick" order by rank, t; select "abc" like "A%", "abc" glob "a*", "x" in ("x", "y"), printf("%05d|%-5s|%.3f", 42, "ab", 3.14159);',
    ],
    [
      'many rows',
      'create table n(x integer, y text); insert into n with recursive c(i) as (select 1 union all select i+1 from c where i < 3000) select i * 7919 % 3001, "row " || i from c; create index i on n(x); select count(*), min(x), max(x), sum(x * length(y)) from n where x between 100 and 2000; select y from n order by x limit 3;',
    ],
  ],
  {},
);

/** openssl: digests and ciphers, in the assembly of their ARM versions. */
export const openssl: ProgramList = {
  name: 'openssl',
  title: 'openssl',
  packages: 'tools',
  architectures: ['armhf', 'armel', 'mipsel'],
  dynamic: true,
  cases: [
    ...[
      'md5',
      'sha1',
      'sha224',
      'sha256',
      'sha384',
      'sha512',
      'sha3-256',
      'blake2b512',
      'sm3',
      'ripemd160',
    ].map(
      (digest): ProgramCase => ({
        name: `dgst -${digest}`,
        argv: ['/usr/bin/openssl', 'dgst', `-${digest}`, 'text.txt', 'binary.bin'],
        files,
      }),
    ),
    { name: 'dgst -hmac', argv: ['/usr/bin/openssl', 'dgst', '-sha256', '-hmac', 'key', 'text.txt'], files },
    ...['aes-128-cbc', 'aes-256-ctr', 'aes-256-ecb', 'camellia-128-cbc', 'chacha20', 'des-ede3-cbc'].map(
      (cipher): ProgramCase => ({
        name: `enc -${cipher}`,
        argv: [
          '/usr/bin/openssl',
          'enc',
          `-${cipher}`,
          '-K',
          '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
          '-iv',
          '0102030405060708090a0b0c0d0e0f10',
          '-in',
          'binary.bin',
          '-out',
          'out',
          '-nosalt',
        ],
        files,
      }),
    ),
    { name: 'base64', argv: ['/usr/bin/openssl', 'base64', '-in', 'binary.bin'], files },
    {
      name: 'prime',
      argv: [
        '/usr/bin/openssl',
        'prime',
        '-hex',
        'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF',
      ],
    },
    { name: 'passwd', argv: ['/usr/bin/openssl', 'passwd', '-6', '-salt', 'saltsalt', 'password'] },
    {
      name: 'rand is of the right length',
      argv: ['/usr/bin/openssl', 'rand', '-hex', '16'],
      normalise: [[/[0-9a-f]/g, 'h']],
    },
    { name: 'version', argv: ['/usr/bin/openssl', 'version'] },
    {
      name: 'absent file',
      argv: ['/usr/bin/openssl', 'dgst', '-sha256', 'absent'],
      normalise: [[/^[0-9A-F]{8,16}:/gm, 'THREAD:']],
    },
  ],
};

/** curl on local files. */
export const curl: ProgramList = {
  name: 'curl',
  title: 'curl file://',
  packages: 'tools',
  architectures: ['armhf', 'armel', 'mipsel'],
  dynamic: true,
  cases: [
    { name: 'file://', argv: ['/usr/bin/curl', '-s', 'file://{cwd}/text.txt'], files },
    {
      name: 'file:// to a file',
      argv: ['/usr/bin/curl', '-sS', '-o', 'out', 'file://{cwd}/binary.bin'],
      files,
    },
    { name: 'range', argv: ['/usr/bin/curl', '-s', '-r', '10-29', 'file://{cwd}/text.txt'], files },
    { name: 'absent', argv: ['/usr/bin/curl', '-sS', 'file://{cwd}/absent'] },
    {
      name: 'several with a format',
      argv: [
        '/usr/bin/curl',
        '-s',
        '-w',
        '%{size_download} %{http_code} %{scheme}\\n',
        'file://{cwd}/text.txt',
        'file://{cwd}/data.csv',
      ],
      files,
    },
    { name: 'upload', argv: ['/usr/bin/curl', '-s', '-T', 'text.txt', 'file://{cwd}/uploaded'], files },
    {
      name: 'refused',
      argv: ['/usr/bin/curl', '-sS', 'http://127.0.0.1:9/'],
      normalise: [[/after \d+ ms/, 'after N ms']],
    },
    { name: 'bad scheme', argv: ['/usr/bin/curl', '-sS', 'nonsense://x/'] },
    { name: 'version', argv: ['/usr/bin/curl', '--version'] },
  ],
};

const GIT_ENV = {
  GIT_AUTHOR_NAME: 'A U Thor',
  GIT_AUTHOR_EMAIL: 'author@example.com',
  GIT_AUTHOR_DATE: '1112911993 +0000',
  GIT_COMMITTER_NAME: 'C O Mitter',
  GIT_COMMITTER_EMAIL: 'committer@example.com',
  GIT_COMMITTER_DATE: '1112911993 +0000',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_EXEC_PATH: '{root}/usr/lib/git-core',
  GIT_TEMPLATE_DIR: '{root}/usr/share/git-core/templates',
  GIT_PAGER: 'cat',
};

/** Lines of bash with git in them. Each case begins with an empty folder but for the sample files. */
function gitScript(name: string, text: string): ProgramCase {
  return {
    name,
    argv: ['/bin/bash', '-c', `git config --global init.defaultBranch main; ${text}`],
    env: GIT_ENV,
    files,
    oracle: 'native',
    // The index holds inode numbers and times; packs are made by as many threads as there are processors.
    ignoreFiles: ['.git/index', '.git/objects/pack', 'clone'],
    timeout: 180,
  };
}

/** git on a temporary repository; it executes its own parts, so that a native git is the oracle. */
export const git: ProgramList = {
  name: 'git',
  title: 'git init, add, commit, log',
  packages: 'tools',
  architectures: ['armhf', 'armel', 'mipsel'],
  dynamic: true,
  cases: [
    gitScript(
      'init, add, commit, log',
      'git init -q . && git add . && git commit -q -m first && git log --stat --format=fuller && git status --short',
    ),
    gitScript(
      'branches and merge',
      'git init -q .; git add .; git commit -qm one; git checkout -qb side; echo more >> text.txt; git commit -qam two; git checkout -q main; echo x > new; git add new; git commit -qm three; git merge -q --no-edit side; git log --oneline --graph --all; git diff HEAD~1 --stat; git branch -a',
    ),
    gitScript(
      'conflict',
      'git init -q .; git add .; git commit -qm one; git checkout -qb side; sed -i s/fox/cat/ text.txt 2>/dev/null || printf a > text.txt; git commit -qam two; git checkout -q main; printf b > text.txt; git commit -qam three; git merge side; echo $?; git diff; git status',
    ),
    gitScript(
      'tags, blame, show',
      'git init -q .; git add .; git commit -qm one; git tag -a v1 -m tagged; echo end >> text.txt; git commit -qam two; git describe; git show v1 --stat; git blame -s text.txt; git cat-file -p HEAD^{tree}; git rev-list --count HEAD',
    ),
    gitScript(
      'stash, reset, clean',
      'git init -q .; git add .; git commit -qm one; echo y >> data.csv; git stash -q; git stash list; git stash pop -q; git diff --numstat; git reset -q --hard; touch junk; git clean -fdn; git clean -fdq; git status --porcelain',
    ),
    gitScript(
      'clone and fsck',
      'git init -q .; git add .; git commit -qm one; git clone -q . clone && git -C clone log --oneline; git fsck; git gc -q; git count-objects -v | head -2; git rev-parse HEAD',
    ),
    gitScript(
      'grep, archive, patch',
      'git init -q .; git add .; git commit -qm one; git grep -n quick; git archive HEAD | sha1sum; echo z > z; git add z; git commit -qm two; git format-patch -1 --stdout | head -8; git rebase -q HEAD~1; git log --format=%s',
    ),
    {
      name: 'hash-object',
      argv: ['/usr/bin/git', 'hash-object', 'text.txt', 'binary.bin'],
      env: GIT_ENV,
      files,
    },
    { name: 'no repository', argv: ['/usr/bin/git', 'status'], env: GIT_ENV, files },
    { name: 'version', argv: ['/usr/bin/git', 'version'], env: GIT_ENV },
    {
      name: 'diff of files',
      argv: ['/usr/bin/git', 'diff', '--no-index', 'text.txt', 'data.csv'],
      env: GIT_ENV,
      files,
    },
  ],
};
