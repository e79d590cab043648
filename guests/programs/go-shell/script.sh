# Real work for a shell: functions, arrays, arithmetic, files, pipes, subshells, here documents, children, traps.
set -eu
shell=$1
shift

fib() {
  if (($1 < 2)); then
    echo "$1"
  else
    echo $(($(fib $(($1 - 1))) + $(fib $(($1 - 2)))))
  fi
}
echo "fib $(fib 10)"

sieve() {
  local -a composite
  local n=$1 i j count=0
  for ((i = 2; i <= n; i++)); do
    [[ ${composite[i]:-} ]] && continue
    count=$((count + 1))
    for ((j = i * i; j <= n; j += i)); do composite[j]=1; done
  done
  echo "$count primes up to $n"
}
sieve 2000

"$shell" -mkdir work/a/b
cd work
for i in 3 1 2; do printf 'line %s\n' "$i" >"a/file-$i"; done
cat_all() { while read -r first rest; do echo "<$rest> of <$first>"; done; }
for f in a/*; do [[ -f $f ]] && echo "$f: $(<"$f")"; done
echo "globs: "a/f*[12] "and none: "none*
{
  read -r x
  read -r y
} <<EOF
first word
second ${#}
EOF
echo "here: $x, $y"
printf '%s\n' one two three | cat_all
echo "through a child" | "$shell" -c 'read -r line; echo "child got <$line>, arguments $#"; exit 3' -- a b || echo "child ended with $?"
"$shell" -c 'echo "to stderr" >&2' 2>error || true
echo "saved: $(<error)"
(cd a && pwd >../where)
[[ $(<where) == */work/a ]] && echo "subshells have their own directory"
text="the quick brown fox"
echo "${text^^} ${text#the } ${text%% *} ${text//o/0} ${#text}"
declare -A ages
ages[ann]=31 ages[bob]=27
for name in ann bob; do echo "$name is ${ages[$name]}"; done
case $text in *brown*) echo matched ;; *) echo not ;; esac
"$shell" -c 'for i in 1 2 3; do echo "$i"; done' | while read -r n; do echo "n=$n"; done
export GREETING="hello from outside"
"$shell" -c 'echo "$GREETING"'
i=0
until ((i >= 3)); do i=$((i + 1)); echo "until $i" >>log; done
echo "log: $(<log)"
[[ -d a && ! -e missing && -s log ]] && echo "tests work"
"$shell" -c 'exit 42' || echo "status $?"
(exit 7) || echo "subshell status $?"
trap 'echo "bye"' EXIT
echo "done in ${PWD##*/}"
