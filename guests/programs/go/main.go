// A Go program that uses what the Go run-time asks of a kernel: threads, futexes, timers, signals, epoll, sockets.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/big"
	"net"
	"os"
	"runtime"
	"sort"
	"strings"
	"sync"
	"time"
)

type record struct {
	Name   string            `json:"name"`
	Values []float64         `json:"values"`
	Tags   map[string]string `json:"tags"`
}

func goroutines() {
	var group sync.WaitGroup
	var lock sync.Mutex
	total := 0
	for i := 0; i < 200; i++ {
		group.Add(1)
		go func(n int) {
			defer group.Done()
			for j := 0; j < 50; j++ {
				lock.Lock()
				total += n
				lock.Unlock()
				runtime.Gosched()
			}
		}(i)
	}
	group.Wait()
	fmt.Println("goroutines", total)
}

func pipeline() {
	numbers, squares := make(chan int), make(chan int, 4)
	go func() {
		for i := 1; i <= 1000; i++ {
			numbers <- i
		}
		close(numbers)
	}()
	go func() {
		for n := range numbers {
			squares <- n * n
		}
		close(squares)
	}()
	sum := 0
	for s := range squares {
		sum += s
	}
	fmt.Println("pipeline", sum)
}

func timers() {
	begin := time.Now()
	ticker := time.NewTicker(5 * time.Millisecond)
	for i := 0; i < 4; i++ {
		<-ticker.C
	}
	ticker.Stop()
	took := time.Since(begin)
	fmt.Println("four ticks", took >= 20*time.Millisecond && took < 5*time.Second)
	select {
	case <-time.After(10 * time.Millisecond):
		fmt.Println("timed out")
	case <-make(chan int):
	}
}

func sockets() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println("listen", err)
		return
	}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				data, _ := io.ReadAll(c)
				fmt.Fprintf(c, "%d bytes, %x", len(data), sha256.Sum256(data))
				c.Close()
			}()
		}
	}()
	var group sync.WaitGroup
	answers := make([]string, 5)
	for i := range answers {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			c, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				answers[i] = err.Error()
				return
			}
			c.Write([]byte(strings.Repeat("x", i*10000)))
			c.(*net.TCPConn).CloseWrite()
			answer, _ := io.ReadAll(c)
			answers[i] = string(answer)
		}(i)
	}
	group.Wait()
	for _, a := range answers {
		fmt.Println("answer", a)
	}
	listener.Close()
}

func panics() {
	defer func() { fmt.Println("recovered:", recover()) }()
	var nothing *record
	fmt.Println(nothing.Name)
}

func divides(by int) {
	defer func() { fmt.Println("recovered:", recover()) }()
	fmt.Println(1 / by)
}

func deep(n int) int {
	var room [64]int
	room[n%64] = n
	if n == 0 {
		return 0
	}
	return deep(n-1) + room[n%64]
}

func garbage() {
	keep := map[int][]byte{}
	for i := 0; i < 3000; i++ {
		keep[i%100] = make([]byte, 10000+i)
	}
	runtime.GC()
	sizes := 0
	for _, b := range keep {
		sizes += len(b)
	}
	fmt.Println("garbage", sizes)
}

func main() {
	fmt.Println("go on", runtime.GOOS, runtime.GOARCH, len(os.Args))
	goroutines()
	pipeline()
	timers()
	sockets()
	panics()
	divides(0)
	fmt.Println("deep stack", deep(20000))
	garbage()
	text, _ := json.Marshal(record{"näme", []float64{1.5, math.Pi, 1e300, -0.25}, map[string]string{"b": "2", "a": "<1>"}})
	fmt.Println(string(text))
	var back record
	fmt.Println(json.Unmarshal(text, &back), back.Values)
	f := new(big.Int).MulRange(1, 100)
	fmt.Println("100! =", f)
	words := strings.Fields("the quick brown fox jumps over the lazy dog")
	sort.Strings(words)
	fmt.Println(words)
	fmt.Printf("%.10f %.10f %e\n", math.Sin(1), math.Sqrt(2), math.Exp(-30))
	if err := os.WriteFile("go.txt", text, 0o600); err != nil {
		fmt.Println(err)
	}
	info, _ := os.Stat("go.txt")
	fmt.Println(info.Size(), info.Mode())
	_, err := os.Open("absent")
	fmt.Println(err)
	os.Exit(3)
}
