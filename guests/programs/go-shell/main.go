// A POSIX shell and bash in Go (mvdan.cc/sh), as `gosh` of that module is: a script as a file, as -c, or from standard input.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

func run(r io.Reader, name string, args []string) error {
	program, err := syntax.NewParser().Parse(r, name)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	runner, err := interp.New(interp.StdIO(os.Stdin, os.Stdout, os.Stderr), interp.Params(append([]string{"--"}, args...)...))
	if err != nil {
		return err
	}
	return runner.Run(ctx, program)
}

func main() {
	command := flag.String("c", "", "command to run")
	folder := flag.String("mkdir", "", "folder to make, with those above it")
	flag.Parse()
	var err error
	if *folder != "" {
		err = os.MkdirAll(*folder, 0o755)
	} else if *command != "" {
		err = run(strings.NewReader(*command), "", flag.Args())
	} else if flag.NArg() > 0 {
		var file *os.File
		if file, err = os.Open(flag.Arg(0)); err == nil {
			err = run(file, flag.Arg(0), flag.Args()[1:])
			file.Close()
		}
	} else {
		err = run(os.Stdin, "", nil)
	}
	if status, ok := interp.IsExitStatus(err); ok {
		os.Exit(int(status))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
