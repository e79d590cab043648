// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the dollar signs are those of the guest's language.
import type { ProgramCase, ProgramList } from '../programs/program-case';
import { BINARY, CSV, TEXT } from './samples';

const files = {
  'text.txt': TEXT,
  'data.csv': CSV,
  'binary.bin': BINARY,
  'dir/a.txt': 'one\n',
  'dir/sub/b.txt': 'two\n',
};

/** Scripts of builtins only, so that qemu-user can run them too. */
const SCRIPTS: readonly (readonly [name: string, text: string, rest?: Partial<ProgramCase>])[] = [
  [
    'arrays',
    'a=(one "two words" three); a+=(four); echo ${#a[@]} "${a[1]}" "${a[@]:1:2}" ${!a[@]}; unset "a[0]"; echo "${a[*]}"; declare -A m=([x]=1 [y]=2); for k in x y; do echo $k=${m[$k]}; done',
  ],
  [
    'arithmetic',
    'for ((i = 0; i < 5; i++)); do ((i % 2)) && continue; echo $((i ** 3)); done; echo $((2#1011)) $((16#ff)) $((-17 / 5)) $((-17 % 5)) $((1 << 62)); let "x = 5, y = x * 2"; echo $x $y',
  ],
  [
    'strings',
    'v="Hello World"; echo ${v^^} ${v,,} ${v:0:5} ${v: -5} ${v/o/0} ${v//o/0} ${v#* } ${v%% *} ${#v}; printf "%q %05.2f %x %s\\n" "a b" 3.14159 255 end; printf -v w "%03d" 7; echo $w',
  ],
  [
    'regular expressions',
    're="^([a-z]+)-([0-9]+)$"; [[ foo-123 =~ $re ]] && echo ${BASH_REMATCH[1]} ${BASH_REMATCH[2]}; [[ abc == a* ]] && echo glob; [[ a < b && ! 2 -gt 3 ]] && echo both; shopt -s extglob; [[ aaab == +(a)b ]] && echo ext',
  ],
  [
    'here-strings',
    'read -r a b c <<< "x y z w"; echo "$c $a"; mapfile -t lines < text.txt; echo ${#lines[@]} "${lines[2]}"; while read -r l; do ((n += ${#l})); done < text.txt; echo $n',
    { files },
  ],
  [
    'process substitution',
    'while read -r l; do echo "<$l>"; done < <(echo one; echo two); exec 5<> f; echo rw >&5; exec 5>&-; read -r x < f; echo $x',
  ],
  [
    'traps',
    'trap "echo usr1" USR1; trap "echo bye; exit 5" EXIT; trap "echo err at \\$LINENO" ERR; kill -USR1 $$; false; (trap - EXIT; exit 3); echo $?; kill -s USR1 $BASHPID',
  ],
  [
    'subshells and jobs',
    '(exit 3) & wait $!; echo $?; { echo a; echo b; } | while read x; do echo "[$x]"; done; echo ${PIPESTATUS[@]}; true | false | (exit 4); echo ${PIPESTATUS[@]}; x=$(exit 9); echo $?',
  ],
  [
    'functions and locals',
    'f() { local -i n=$1; (( n <= 1 )) && { echo 1; return; }; echo $(( n * $(f $((n-1))) )); }; f 12; g() { local IFS=,; echo "$*"; }; g a b c; h() { echo ${FUNCNAME[0]} $# "${@: -1}"; return 300; }; h 1 2 3; echo $?',
  ],
  [
    'globs and braces',
    'echo {1..5} {a..e..2} pre{x,y}post; shopt -s nullglob dotglob globstar; echo none* **/*.txt; cd dir; pwd -P > /dev/null && echo ${PWD##*/} ${OLDPWD##*/}',
    { files },
  ],
  [
    'errors',
    'set -u; (echo $undefined) 2>&1 | { read -r l; echo "${l##*: }"; }; set -o pipefail; false | true; echo $?; readonly r=1; (r=2) 2>/dev/null; echo $?; exit 42',
  ],
  ['syntax error', 'if then fi'],
  [
    'coprocess',
    'coproc C { while read -r l; do echo "got $l"; done; }; echo one >&${C[1]}; read -r a <&${C[0]}; echo $a; kill $C_PID; wait $C_PID 2>/dev/null; echo $?',
  ],
  [
    'select, case, printf %(T)',
    'TZ=UTC printf "%(%F %T)T\\n" 86399; case abc in a?c) echo one;;& *b*) echo two;; esac; select x in a b; do echo chose $x; break; done <<< 2 2>/dev/null',
  ],
  ['killed', 'kill -TERM $$'],
  ['long loop', 's=0; for ((i = 0; i < 3000; i++)); do ((s += i * i % 7)); done; echo $s'],
];

function cases(program: string): readonly ProgramCase[] {
  return SCRIPTS.map(([name, text, rest]) => ({ name, argv: [program, '-c', text] as const, ...rest }));
}

/** Debian's static bash: everything that a shell does without another program. */
export const bashStatic: ProgramList = {
  name: 'bash-static',
  title: 'bash-static',
  packages: 'shell',
  architectures: ['armhf', 'armel', 'mipsel'],
  dynamic: false,
  cases: cases('/bin/bash-static'),
};

/** A coreutils program by itself, which qemu-user can run. */
function tool(path: string, args: readonly string[], rest: Partial<ProgramCase> = {}): ProgramCase {
  return { name: `${path.split('/').at(-1)} ${args.join(' ')}`.slice(0, 70), argv: [path, ...args], ...rest };
}

/** Scripts that execute other programs of the sysroot: only a native run can tell what is right. */
const EXECUTING: readonly (readonly [name: string, text: string])[] = [
  ['pipeline of programs', 'cat text.txt | tr a-z A-Z | sort | uniq -c | head -3'],
  [
    'find -exec and xargs',
    'find . -name "*.txt" -exec wc -c {} + | sort -n; find . -type f -print0 | sort -z | xargs -0 -n 1 basename; find . -name a.txt -delete; ls dir',
  ],
  [
    'scripts with an interpreter',
    'printf "#!/usr/bin/env bash\\necho script \\$0 \\$1\\n" > s; sed -i "s,/usr/bin/env bash,$(command -v bash)," s; chmod +x s; ./s argument; bash s other | sed "s,/.*/,,"',
  ],
  ['exec replaces', '(exec -a renamed bash -c "echo \\$0"); exec env -i A=1 "$(command -v env)"'],
  [
    'environment',
    'export X=1; Y=2 env | grep "^[XY]="; env -u X sh -c : ; echo $?; timeout 0.3 sleep 5; echo $?; nohup true 2> /dev/null; echo $?',
  ],
  ['command not found', 'absent-command; echo $?; ./text.txt; echo $?; /; echo $?'],
  [
    'sed, diff and cmp',
    'sed "s/fox/cat/" text.txt > new; diff text.txt new; cmp text.txt new; diff3 text.txt new text.txt | head -2; sdiff -s text.txt new | wc -l',
  ],
  [
    'background jobs',
    'sleep 0.2 & sleep 0.1 & wait; (sleep 5 & echo $! > pid); kill $(cat pid) && rm pid; echo done',
  ],
  [
    'tee and process substitution',
    'seq 100 | tee >(wc -l > n) | tail -1; sleep 0.3; cat n; paste <(seq 3) <(seq 4 6)',
  ],
  [
    'large data',
    'seq 1 30000 | sort -R --random-source=binary.bin 2>/dev/null | sort -n | md5sum; head -c 300000 /dev/zero | sha256sum; seq 1 5000 | shuf --random-source=<(yes) | sort -n | tail -1',
  ],
];

/** Dynamically linked bash, coreutils, grep and findutils with `-L`. */
export const shell: ProgramList = {
  name: 'shell',
  title: 'bash, coreutils, grep, findutils, sed, diffutils with -L',
  packages: 'shell',
  architectures: ['armhf', 'armel', 'mipsel'],
  dynamic: true,
  cases: [
    ...cases('/bin/bash'),
    tool('/bin/ls', ['-la', '--time-style=+', 'dir'], { files }),
    tool('/bin/ls', ['-R', '-1', '-F', '-i', '--color=always'], {
      files,
      normalise: [[/^ *\d+ /gm, 'INODE ']],
    }),
    tool('/bin/cat', ['-A', 'text.txt', 'absent'], { files }),
    tool('/bin/cp', ['-a', 'dir', 'copy'], { files }),
    tool('/bin/mv', ['-v', 'dir', 'moved'], { files }),
    tool('/bin/rm', ['-rv', 'dir'], { files }),
    tool('/bin/ln', ['-sv', 'text.txt', 'link'], { files }),
    tool('/bin/mkdir', ['-pv', 'x/y/z'], { files }),
    tool('/bin/touch', ['-d', '2001-02-03 04:05:06', 'stamp'], { files }),
    tool('/bin/chmod', ['-Rv', 'u=rwx,go=', 'dir'], { files }),
    tool('/bin/date', ['-u', '-d', '@1234567890', '+%A %d %B %Y %T %N']),
    tool('/bin/dd', ['if=binary.bin', 'bs=100', 'skip=1', 'count=2', 'status=none'], { files }),
    tool('/bin/df', ['--output=target', '/']),
    tool('/bin/echo', ['-e', 'a\\tb\\x41\\0101']),
    tool('/bin/sleep', ['0.05']),
    tool('/bin/uname', ['-s']),
    tool('/usr/bin/sort', ['-t,', '-k3,3', '-k2,2nr', '--debug', 'data.csv'], { files }),
    tool('/usr/bin/sort', ['--parallel=4', '-n', '-r'], {
      stdin: Array.from({ length: 5000 }, (_, i) => `${(i * 7919) % 5003}\n`).join(''),
    }),
    tool('/usr/bin/wc', ['-lwcmL', 'text.txt', 'data.csv'], { files }),
    tool('/usr/bin/cut', ['-d,', '-f2-', '--output-delimiter=;', 'data.csv'], { files }),
    tool('/usr/bin/join', ['-t,', '-1', '3', '-2', '1', 'data.csv', '-'], {
      files,
      stdin: 'London,UK\nNuenen,NL\n',
    }),
    tool('/usr/bin/comm', ['text.txt', 'data.csv'], { files }),
    tool('/usr/bin/od', ['-An', '-tfF', '-tx8', '-N64', 'binary.bin'], { files }),
    tool('/usr/bin/md5sum', ['--tag', 'text.txt', 'binary.bin'], { files }),
    tool('/usr/bin/b2sum', ['-l', '256', 'binary.bin'], { files }),
    tool('/usr/bin/sha384sum', ['binary.bin'], { files }),
    tool('/usr/bin/cksum', ['-a', 'crc', 'binary.bin'], { files }),
    tool('/usr/bin/base32', ['-w', '40', 'binary.bin'], { files }),
    tool('/usr/bin/seq', ['-f', '%08.3f', '-1', '0.5', '1']),
    tool('/usr/bin/factor', ['18446744073709551557', '1000000016000000063']),
    tool('/usr/bin/printf', ['%a %.17g %Le\\n', '1.5', '0.1', '1e300']),
    tool('/usr/bin/numfmt', ['--to=iec', '1234567', '999', '1e12']),
    tool('/usr/bin/expr', ['123456789012345678901234567890', '*', '987654321']),
    tool('/usr/bin/stat', ['-c', '%n %s %F %a %h', 'text.txt', 'dir'], { files }),
    tool('/usr/bin/realpath', ['--relative-to=.', 'dir/../dir/sub/./b.txt', '-m', 'absent/x'], { files }),
    tool('/usr/bin/truncate', ['-s', '5G', 'sparse'], { ignoreFiles: ['sparse'] }),
    tool('/usr/bin/du', ['-a', '--apparent-size', '-b', 'dir/a.txt', 'dir/sub/b.txt'], { files }),
    tool('/usr/bin/split', ['-n', '3', '-d', 'text.txt', 'part'], { files }),
    tool('/usr/bin/csplit', ['-s', 'text.txt', '/five/', '{*}'], { files }),
    tool('/usr/bin/tac', ['-s', 'o', 'text.txt'], { files }),
    tool('/usr/bin/pr', ['-2', '-l', '20', '-h', 'title', '-D', 'date', 'data.csv'], { files }),
    tool('/usr/bin/fmt', ['-w', '30', 'text.txt'], { files }),
    tool('/usr/bin/tsort', [], { stdin: 'a b\nb c\na c\n' }),
    tool('/usr/bin/test', ['-f', 'text.txt', '-a', '-s', 'text.txt'], { files }),
    tool('/usr/bin/id', ['-u']),
    tool('/usr/bin/nproc', ['--ignore=1000']),
    tool('/bin/mktemp', ['-u', '/absent/XX']),
    tool('/usr/bin/timeout', ['--preserve-status', '0.2', '/absent']),
    tool('/bin/grep', ['-rnE', '(o.){2}', '.'], { files }),
    tool('/bin/grep', ['-P', '\\b(?=j)\\w+(?<!s)\\b', 'text.txt'], { files }),
    tool('/bin/grep', ['-c', '-v', '-i', 'THE', 'text.txt', 'data.csv'], { files }),
    tool('/bin/grep', ['-z', '-o', '-b', 'A.*Z', 'binary.bin'], { files }),
    tool('/usr/bin/find', ['.', '-printf', '%p %y %s %m %d\n'], {
      files,
      normalise: [[/ d \d+ /g, ' d SIZE ']],
    }),
    tool('/usr/bin/find', ['.', '-name', '*.txt', '-newer', 'absent'], { files }),
    tool('/usr/bin/find', ['dir', '-type', 'f', '-delete', '-print'], { files }),
    tool('/bin/sed', ['-n', '/five/{s//5/;p;h};$!d;x;p', 'text.txt'], { files }),
    tool('/usr/bin/diff', ['-u', '--label', 'a', '--label', 'b', 'text.txt', 'data.csv'], { files }),
    ...EXECUTING.map(([name, text]) => ({
      name: `executes: ${name}`,
      argv: ['/bin/bash', '-c', text] as const,
      files,
      oracle: 'native' as const,
      normalise: [[/^.*\/root\/bin\//gm, '']] as const,
    })),
  ],
};
