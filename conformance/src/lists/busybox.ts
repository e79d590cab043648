// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the dollar signs are those of the guest's language.
import type { ProgramCase, ProgramList } from '../programs/program-case';
import { BINARY, CSV, LZMA, TEXT, XZ } from './samples';

const B = '/bin/busybox';

/** A case that runs one applet. */
function applet(
  name: string,
  args: readonly string[],
  rest: Omit<ProgramCase, 'name' | 'argv'> = {},
): ProgramCase {
  return { name: `${name} ${args.join(' ')}`.slice(0, 70), argv: [B, name, ...args], ...rest };
}

/** A case that runs a shell script of builtins only. */
function builtins(name: string, text: string, rest: Omit<ProgramCase, 'name' | 'argv'> = {}): ProgramCase {
  return { name: `sh: ${name}`, argv: [B, 'sh', '-c', text], ...rest };
}

/** A case that runs a shell script with applets, each of which busybox executes as `/proc/self/exe`. */
function script(name: string, text: string, rest: Omit<ProgramCase, 'name' | 'argv'> = {}): ProgramCase {
  return { ...builtins(name, text, rest), oracle: 'native' };
}

const files = {
  'text.txt': TEXT,
  'data.csv': CSV,
  'binary.bin': BINARY,
  'dir/a.txt': 'one\n',
  'dir/sub/b.txt': 'two\n',
};
const FIXED_TIMES = 'find . -exec touch -d "2021-03-04 05:06:07" {} + ; ';

const SHELL: readonly ProgramCase[] = [
  script('pipes', 'cat text.txt | tr a-z A-Z | sort | uniq -c | head -5', { files }),
  builtins(
    'loops',
    'for i in 1 2 3; do for j in a b; do echo $i$j; done; done; i=0; while [ $i -lt 5 ]; do i=$((i+1)); [ $i = 3 ] && continue; echo $i; done; until [ $i = 0 ]; do i=$((i-1)); done; echo $i',
  ),
  script(
    'here-documents',
    "x=value; cat <<E\nexpanded $x $((6*7)) $(echo sub)\nE\ncat <<'E'\nkept $x\nE\ncat <<-E\n\t\tno tabs\n\tE\n",
  ),
  builtins(
    'arithmetic',
    'echo $((1+2*3)) $((7/2)) $((-7%3)) $((1<<20)) $((0xff & 0x0f | 0x100)) $((5>3 ? 10 : 20)) $((2147483647+1)) $((9223372036854775807)); a=5; echo $((a++ + ++a)) $a $((a ^= 3)); echo $((~0)) $((!5)) $((010))',
  ),
  builtins(
    'traps',
    'trap "echo exiting \\$?" EXIT; trap "echo got USR1" USR1; kill -USR1 $$; trap "" TERM; kill -TERM $$; echo survived; (exit 7); exit $?',
  ),
  builtins(
    'functions',
    'fact() { [ $1 -le 1 ] && echo 1 || echo $(( $1 * $(fact $(($1-1))) )); }; fact 10; f() { local x=2; echo $x $# "$@"; return 9; }; x=1; f "a b" c; echo $? $x',
  ),
  builtins(
    'expansions',
    'v=path/to/file.tar.gz; echo ${v##*/} ${v%.gz} ${v%%.*} ${v#*/} ${#v} ${u:-default} ${v:+set} ${v:5:2} ${v/to/from}; set -- a "b c" d; echo $# "$*" "$2"; IFS=:; echo "$*"; shift; echo $1',
  ),
  builtins(
    'case and test',
    'for w in apple 12 "" a.c; do case "$w" in [0-9]*) echo number;; *.c) echo source;; "") echo empty;; a*|b*) echo word;; esac; done; [ -d . -a -w . ] && echo dir; [ abc \\< abd ] && echo less; [ 10 -gt 9 ] && echo greater',
  ),
  script(
    'redirections',
    'echo out > f; echo err >&2 2>> f; { echo a; echo b >&2; } > both 2>&1; cat < both; exec 3> third; echo three >&3; exec 3>&-; cat third; cat f - < both; echo gone > /dev/null',
    {},
  ),
  script(
    'background and wait',
    '(sleep 0.1; exit 3) & p=$!; echo waiting; wait $p; echo status $?; sleep 5 & kill $!; wait $! 2>/dev/null; echo killed $?',
  ),
  builtins(
    'subshells',
    'x=1; (x=2; cd /; echo $x $PWD); echo $x; y=$(echo nested $(echo deep `echo old`)); echo "$y"; { x=3; }; echo $x',
  ),
  builtins('globbing', 'echo *; echo dir/*; echo [td]*.txt; echo nothing*; set -f; echo *', { files }),
  builtins(
    'read lines',
    'while IFS=, read -r name age city; do echo "$city: $name ($age)"; done < data.csv',
    {
      files,
    },
  ),
  builtins('exit status', 'false || echo or; true && echo and; ! false; echo $?; set -e; false; echo never'),
  builtins('unknown command', 'nosuchcommand; echo $?; ./text.txt; echo $?; . ./absent; echo not reached', {
    files,
  }),
  builtins('getopts', 'while getopts ab:c o -a -b val -c rest; do echo $o $OPTARG; done; echo $OPTIND'),
  builtins('killed by a signal', 'kill -KILL $$'),
  script('aborted', 'sh -c "kill -ABRT \\$\\$"; echo $?'),
  script(
    'large pipeline',
    'seq 1 20000 | sed s/7/seven/g | grep seven | sort -r | awk "{ n += length } END { print NR, n }"',
  ),
  script('pipe closed early', 'yes | head -3; seq 100000 | head -1'),
  script('fifo', 'mkfifo p; (echo through; echo the pipe) > p & cat p; wait; rm p'),
  script(
    'time stamps',
    'touch -d "2020-02-29 12:34:56" a; touch -r a b; [ b -nt a ] || [ a -nt b ] || echo same; date -r a "+%s"',
  ),
  script('set -x', 'set -x; a=1; echo $a; for i in 1 2; do :; done'),
];

const TEXT_APPLETS: readonly ProgramCase[] = [
  applet(
    'awk',
    [
      '-F,',
      'NR > 1 { n[$3] += $2; c++ } END { print n["London"], n["Boston"], length(n); printf "%d %.3f\\n", c, 10/3 }',
      'data.csv',
    ],
    { files },
  ),
  applet('awk', ['{ for (i = NF; i > 0; i--) printf "%s%s", $i, i > 1 ? OFS : ORS }', 'text.txt'], { files }),
  applet('awk', [
    'BEGIN { print substr("hello", 2, 3), index("hello", "l"), toupper("x"), length("abc"), split("a:b:c", p, ":"), p[2]; print int(-3.7), 7%3, 1e6, 0.1+0.2; s = "aaa"; gsub(/a/, "b&", s); print s; print match("foobar", /o+/), RSTART, RLENGTH; printf "%5.2f|%-6s|%06d|%x|%c|%e\\n", 3.14159, "ab", 42, 255, 65, 12345.678 }',
  ]),
  applet(
    'sed',
    ['-e', 's/\\([a-z]*\\) \\([a-z]*\\)/\\2 \\1/', '-e', '/fox/d', '-e', '$a\\the end', 'text.txt'],
    { files },
  ),
  applet('sed', ['-n', '2,4{=;p};/lazy/,$s/o/0/gp', 'text.txt'], { files }),
  applet('sed', ['-i', 's/one/ONE/;y/abc/xyz/', 'dir/a.txt', 'dir/sub/b.txt'], { files }),
  applet('sed', ['-E', ':a;s/^([0-9]+)([0-9]{3})/\\1,\\2/;ta'], { stdin: '1234567890\n42\n' }),
  applet('grep', ['-n', '-i', 'the', 'text.txt'], { files }),
  applet('grep', ['-r', '-c', 'o', '.'], { files }),
  applet('grep', ['-E', '-o', '[a-z]+x|q[a-z]*', 'text.txt'], { files }),
  applet('grep', ['absent', 'text.txt'], { files }),
  applet('sort', ['-t,', '-k2n', '-k1r', 'data.csv'], { files }),
  applet('sort', ['-u', '-f'], { stdin: 'b\nA\na\nB\nc\n' }),
  applet('uniq', ['-c', '-d'], { stdin: 'a\na\nb\nc\nc\nc\n' }),
  applet('cut', ['-d,', '-f1,3', 'data.csv'], { files }),
  applet('tr', ['-cs', 'a-zA-Z', '\\n'], { stdin: TEXT }),
  applet('wc', ['text.txt', 'data.csv', 'binary.bin'], { files }),
  applet('head', ['-c', '40', 'text.txt'], { files }),
  applet('tail', ['-n', '+3', 'text.txt'], { files }),
  applet('tac', ['text.txt'], { files }),
  applet('rev', [], { stdin: 'abc\n12345\n' }),
  applet('nl', ['-ba', 'text.txt'], { files }),
  applet('fold', ['-w', '20', '-s', 'text.txt'], { files }),
  applet('expand', ['-t4'], { stdin: 'a\tb\tc\n' }),
  applet('paste', ['-d:', 'text.txt', 'data.csv'], { files }),
  applet('diff', ['-u', 'text.txt', 'data.csv'], {
    files,
    normalise: [[/\d{4}-\d\d-\d\d [\d:.]+ \+0000/g, 'TIME']],
  }),
  script(
    'patch',
    'cp text.txt new.txt; sed -i "s/fox/cat/;2d" new.txt; diff -u text.txt new.txt > p.diff; patch text.txt < p.diff; cmp text.txt new.txt && rm p.diff',
    { files },
  ),
  applet('cmp', ['text.txt', 'data.csv'], { files }),
  applet('ed', ['text.txt'], {
    files,
    stdin: '1p\n2,3d\n1a\nan added line\nand another\n.\n1,$s/quick/slow/\n1,$p\nw out.txt\nq\n',
  }),
  applet('od', ['-b', '-c', 'binary.bin'], { files }),
  applet('od', ['-x', 'binary.bin'], { files }),
  applet('hexdump', ['-C', 'binary.bin'], { files }),
  applet('xxd', ['-l', '64', 'binary.bin'], { files }),
  applet('strings', ['binary.bin'], { files }),
  applet('base64', ['binary.bin'], { files }),
  script(
    'uuencode',
    'uuencode binary.bin name | tee u | md5sum; uudecode -o back u; cmp binary.bin back && echo same',
    { files },
  ),
  applet('printf', [
    '%s|%5d|%-8s|%x|%o|%c|%%|%e|%b\\n',
    'str',
    '42',
    'left',
    '255',
    '8',
    'z',
    '1234.5',
    'a\\tb',
  ]),
  applet('seq', ['-w', '1', '3', '20']),
  applet('seq', ['-s,', '0.5', '0.25', '2']),
  applet('expr', ['length', 'hello', '+', '3', '*', '4']),
  applet('dc', ['-e', '2 100 ^ p 20 k 2 v p']),
  script(
    'xargs',
    'seq 1 10 | xargs -n 3 echo; find . -name "*.txt" | sort | xargs wc -c; echo "a b" | xargs -I{} echo "<{}>"',
    { files },
  ),
  applet('cal', ['2', '2024']),
  applet('factor', ['1234567890', '97', '4294967291']),
];

const FILE_APPLETS: readonly ProgramCase[] = [
  script('ls -l', `${FIXED_TIMES} ls -l; ls -la dir; ls -R; ls -1 -S`, { files }),
  script(
    'ls colours off, inode types',
    'ln -s text.txt link; mkfifo fifo; mkdir -m 700 private; ls -F; ls -ld private',
    { files, normalise: [[/[A-Z][a-z]{2} +\d+ \d\d:\d\d/g, 'TIME']] },
  ),
  script('stat', `${FIXED_TIMES} stat -c "%n %s %F %a %h %Y" text.txt dir; stat -c "%A %U %G" text.txt`, {
    files,
  }),
  script(
    'find',
    'find . -type f -name "*.txt" -size -2k | sort; find dir -depth | sort; find . -maxdepth 1 -type d; find . -name "*.txt" -exec wc -l {} \\; | sort; find . -empty; find . -perm 644 | sort',
    { files },
  ),
  script(
    'copy, move, link',
    'cp -a dir copy; mv copy/a.txt copy/moved; ln text.txt hard; ln -s ../text.txt dir/soft; rm -r dir/sub; cp text.txt dir; readlink dir/soft; realpath dir/soft | sed s,.*/,,; mkdir -p x/y/z; rmdir x/y/z; rm absent; rm -f absent',
    { files },
  ),
  script(
    'permissions',
    'chmod 640 text.txt; chmod u+x,g-r,o=w data.csv; chmod -R a-w dir; stat -c "%a %n" text.txt data.csv dir dir/a.txt; umask 077; touch new; stat -c %a new; chmod -R u+w dir',
    { files },
  ),
  script(
    'tar',
    `${FIXED_TIMES} tar cf a.tar dir text.txt; tar tvf a.tar; mkdir out; tar xf a.tar -C out; diff -r dir out/dir && echo equal; tar cf - dir | gzip > a.tgz; gzip -dc a.tgz | tar tf -; rm a.tgz`,
    { files },
  ),
  script(
    'gzip',
    'gzip -k text.txt; gunzip -c text.txt.gz | cmp - text.txt && echo same; zcat text.txt.gz | md5sum; gzip -l text.txt.gz >/dev/null 2>&1; gzip -9 < binary.bin | gzip -dc | md5sum; rm text.txt.gz',
    { files },
  ),
  script(
    'bzip2',
    'bzip2 -k text.txt; bzip2 -t text.txt.bz2 && echo good; bunzip2 -c text.txt.bz2 | cmp - text.txt && echo same; bzcat text.txt.bz2 | wc',
    { files },
  ),
  script(
    'xz -d',
    'xz -d -k t.xz; cat t; xzcat t.xz | md5sum; unxz < bad.xz; echo $?; unlzma -c t.lzma | md5sum; lzcat bad.xz; echo $?',
    { files: { 't.xz': XZ, 't.lzma': LZMA, 'bad.xz': 'not compressed' } },
  ),
  script(
    'cpio',
    `${FIXED_TIMES} find dir | sort | cpio -o -H newc > a.cpio; cpio -t < a.cpio; mkdir out; cd out; cpio -id < ../a.cpio; cd ..; diff -r dir out/dir && echo equal; rm a.cpio`,
    { files },
  ),
  applet('md5sum', ['text.txt', 'binary.bin'], { files }),
  applet('sha1sum', ['binary.bin'], { files }),
  applet('sha256sum', ['text.txt', 'binary.bin'], { files }),
  applet('sha512sum', ['text.txt', 'binary.bin'], { files }),
  applet('sha3sum', ['-a', '256', 'text.txt'], { files }),
  script('check sums', 'md5sum *.txt > sums; echo changed >> text.txt; md5sum -c sums; echo $?', { files }),
  applet('crc32', ['text.txt'], { files }),
  script(
    'dd',
    'dd if=binary.bin of=part bs=16 skip=2 count=3 2>/dev/null; od -x part; dd if=/dev/zero of=z bs=1k count=100 2>&1 | head -2; printf XY | dd of=part bs=1 seek=5 conv=notrunc 2>/dev/null; od -c part',
    { files },
  ),
  script('du', 'du -s dir | cut -f2; du -a dir | cut -f2 | sort; du -b text.txt 2>&1 | tail -1', { files }),
  script('df', 'df -P . | head -1; df -P . | wc -l'),
  script(
    'date',
    'date -u -d @1000000000 "+%Y-%m-%d %H:%M:%S %j %a %b"; TZ=EST5EDT date -d @1600000000 "+%c %Z"; date -u -d "2021-12-31 23:59:59" +%s; date -d nonsense 2>&1',
  ),
  script(
    'truncate and sparse',
    'truncate -s 1M big; stat -c %s big; truncate -s 10 big; wc -c big; fallocate -l 5000 fa; stat -c %s fa',
  ),
  script(
    'mktemp',
    'f=$(mktemp -p . abcXXXXXX); [ -f $f ] && echo made; rm $f; d=$(mktemp -d -p .); rmdir $d && echo removed',
  ),
  script('basename', 'basename /a/b/c.txt .txt; dirname /a/b/c.txt; dirname plain; pwd | sed s,.*/,,'),
  script('tee', 'echo x | tee a b; echo y | tee -a a; cat a b'),
  script(
    'split by loop',
    'i=0; while read -r l; do i=$((i+1)); echo "$l" > part$i; done < text.txt; ls part*; cat part* | cmp - text.txt',
    { files },
  ),
  script('shred and unlink', 'shred -n 1 -z text.txt; od text.txt | head -2; unlink data.csv; ls', { files }),
];

const SYSTEM_APPLETS: readonly ProgramCase[] = [
  applet('timeout', ['0.2', 'sleep', '10'], { oracle: 'native' }),
  applet('timeout', ['-s', 'KILL', '0.2', 'sleep', '10'], { oracle: 'native' }),
  applet('timeout', ['5', 'echo', 'in time'], { oracle: 'native' }),
  applet('env', ['-i', 'A=1', 'B=two words', 'env'], { oracle: 'native' }),
  applet('id', []),
  applet('uname', ['-s', '-m']),
  applet('which', ['absent-program']),
  applet('true', []),
  applet('false', []),
  applet('nosuchapplet', []),
  applet('test', ['abc', '=', 'abc']),
  applet('ascii', []),
  script('sleep and time', 'time sleep 0.1 2>&1 | grep -c real; usleep 1000; echo done'),
  script('renice, ionice', 'ionice -c 3 true; echo $?; renice -n 1 $$; echo $?'),
  script('setsid', 'setsid sh -c "echo in a new session"'),
  script('nproc and free', 'nproc > /dev/null && echo counted; free | head -1'),
  script('ps', 'ps -o pid,comm > list; grep -c PID list; kill -0 $$ && echo alive', {
    ignoreFiles: ['list'],
  }),
  script(
    'nc over loopback',
    // The server's input stays open, since a client that meets the end of it before it has sent anything gives up.
    'sleep 2 2>/dev/null | nc -l -p {port} > got & sleep 0.4; echo over the loopback | nc -w 2 127.0.0.1 {port}; wait $!; cat got',
  ),
  script(
    'httpd and wget over loopback',
    'mkdir www; cp text.txt www/index.html; cp binary.bin www; httpd -f -p 127.0.0.1:{port} -h www & sleep 0.4; wget -q -O page http://127.0.0.1:{port}/; cmp page text.txt && echo page; wget -q -O - http://127.0.0.1:{port}/binary.bin | cmp - binary.bin && echo binary; wget -q http://127.0.0.1:{port}/absent; echo $?; kill $!',
    { files, oracle: 'native' },
  ),
  script(
    'proc',
    'tr "\\0" " " < /proc/self/cmdline | wc -w; readlink /proc/self/cwd | sed s,.*/,,; ls /proc/self/fd | head -3; grep -c . /proc/self/maps > /dev/null && echo maps; cat /proc/$$/comm',
  ),
  script('limits', 'ulimit -n 50; ulimit -n; ulimit -c 0; ulimit -c'),
];

/** Debian's static busybox: shell, text and file tools, archives, sums, processes, the loopback. */
export const busybox: ProgramList = {
  name: 'busybox',
  title: 'busybox-static',
  packages: 'busybox',
  architectures: ['armhf', 'armel', 'mipsel'],
  dynamic: false,
  cases: [...SHELL, ...TEXT_APPLETS, ...FILE_APPLETS, ...SYSTEM_APPLETS],
};
