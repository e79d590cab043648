// What a Go program asks of any Unix: files, sockets, children, signals, time. The same source has the same
// output on every system. It keeps to Go 1.15, the last that builds static programs for OpenBSD on ARM.
package main

import (
	"bufio"
	"fmt"
	"io"
	"io/ioutil"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"path/filepath"
	"sort"
	"syscall"
	"time"
)

// What a read through a nil pointer comes to: the signal is a panic, and recovered.
func fault(p *int) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	return fmt.Sprint(*p)
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "child" {
		io.Copy(os.Stdout, os.Stdin)
		os.Exit(7)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println("listen", err)
		return
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { s, _ := bufio.NewReader(c).ReadString('\n'); fmt.Fprintf(c, "echo %s", s); c.Close() }()
		}
	}()
	for i := 0; i < 3; i++ {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			fmt.Println("dial", err)
			return
		}
		fmt.Fprintf(c, "hi %d\n", i)
		b, err := ioutil.ReadAll(c)
		fmt.Printf("%q %v\n", b, err)
		c.Close()
	}
	p, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		fmt.Println("udp", err)
	} else {
		c, _ := net.Dial("udp", p.LocalAddr().String())
		c.Write([]byte("datagram"))
		b := make([]byte, 100)
		p.SetReadDeadline(time.Now().Add(2 * time.Second))
		n, _, err := p.ReadFrom(b)
		fmt.Println(string(b[:n]), err)
	}
	cmd := exec.Command(os.Args[0], "child")
	in, _ := cmd.StdinPipe()
	go func() { in.Write([]byte("through a child\n")); in.Close() }()
	out, err := cmd.Output()
	fmt.Printf("%q %v\n", out, err)
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, syscall.SIGUSR1)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	select {
	case s := <-ch:
		fmt.Println("signal", s)
	case <-time.After(2 * time.Second):
		fmt.Println("no signal")
	}
	u, err := user.Current()
	if err == nil {
		fmt.Println(u.Uid)
	} else {
		fmt.Println(err)
	}
	fmt.Println(time.Unix(0, 0).UTC())
	zone, offset := time.Unix(1700000000, 0).Zone()
	fmt.Println(zone, offset, time.Since(time.Now()) < time.Minute)
	if wd, err := os.Getwd(); err == nil {
		inside, _ := os.Stat(wd)
		dot, _ := os.Stat(".")
		fmt.Println("working directory", os.SameFile(inside, dot))
	} else {
		fmt.Println("working directory", err)
	}
	fmt.Println(fault(nil))
	d, _ := ioutil.TempDir("", "go")
	defer os.RemoveAll(d)
	for _, n := range []string{"b", "a", "c"} {
		ioutil.WriteFile(filepath.Join(d, n), []byte(n), 0o644)
	}
	os.Rename(filepath.Join(d, "c"), filepath.Join(d, "z"))
	es, err := ioutil.ReadDir(d)
	var ns []string
	for _, i := range es {
		ns = append(ns, fmt.Sprint(i.Name(), i.Size(), i.Mode()))
	}
	sort.Strings(ns)
	fmt.Println(ns, err)
	st, err := os.Stat(filepath.Join(d, "nope"))
	fmt.Println(st, os.IsNotExist(err))
	busy := time.Now()
	go func() {
		for {
		}
	}()
	time.Sleep(20 * time.Millisecond)
	fmt.Println("preempted", time.Since(busy) > 0)
}
