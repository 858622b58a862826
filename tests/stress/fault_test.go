package stress

import (
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// faulty is a server with a client that was there before the fault.
func faulty(t *testing.T, settings lab.Settings) (*lab.Server, *lab.Client) {
	t.Helper()
	authority := lab.NewAuthority(t)
	settings.Certificate = lab.NewVolume(t, authority.Issue().Files())
	server := lab.Start(t, settings)
	client := lab.NewClient(server.Admission, authority.Roots())
	lab.Must(t, client.Ask(lab.Driver(t)))
	return server, client
}

// recovered is how long it takes until somebody new has an answer.
func recovered(t *testing.T, client *lab.Client) time.Duration {
	t.Helper()
	question, fresh := lab.Driver(t), client.WithoutKeepAlive()
	took := lab.Eventually(t, "an answer", func() bool { return fresh.Ask(question) == nil })
	if long && took > time.Second {
		t.Errorf("an answer only after %v", took)
	}
	return took
}

func TestNoDescriptorsAreLeft(t *testing.T) {
	server, client := faulty(t, lab.Settings{Under: []string{"prlimit", "--nofile=64"}})
	load := client.Keep(lab.Driver(t), 1, time.Millisecond)
	var strangers []net.Conn
	for range 500 {
		stranger, err := lab.MeetPlain(server.Admission, 0)
		lab.Must(t, err)
		strangers = append(strangers, stranger)
	}
	lab.Eventually(t, "the last descriptor", func() bool { return server.Logged("accept_paused") })
	used, began := server.CPU(), time.Now()
	time.Sleep(pick(time.Second, 5*time.Second)) // the time of a measurement
	processor := float64(server.CPU()-used) / time.Since(began).Seconds()
	for _, stranger := range strangers {
		stranger.Close()
	}
	took := recovered(t, client)
	lab.Eventually(t, "readiness", server.Ready)
	figures := load.End()
	figures.NoneFailed(t, 100)
	saw(t, "64 descriptors, 500 connections: %.0f %% of a processor meanwhile, answers after %v: %v", processor, took,
		figures)
}

func TestNobodyReadsTheLog(t *testing.T) {
	reader, writer, err := os.Pipe()
	lab.Must(t, err)
	defer reader.Close()
	server, client := faulty(t, lab.Settings{Stderr: writer, Flags: []string{"--drain-delay", "0s"}})
	writer.Close()
	load := client.Keep(lab.Driver(t), 4, 0)
	// More lines than the pipe (64 KiB) and the queue (8,192 lines) take.
	until(t, "a full pipe and queue", func() bool { return load.Right() > 12_000 })
	time.Sleep(pick(0, time.Minute)) // the fault's own length
	figures := load.End()
	figures.NoneFailed(t, 12_000)
	lab.Eventually(t, "a count of lost lines", func() bool { return server.Metric("sparkgate_log_lines_dropped_total") > 0 })
	server.Signal(syscall.SIGTERM)
	took := server.AwaitEnd(lab.Patience)
	saw(t, "a pipe as log that nobody reads: ended %v after SIGTERM: %v", took, figures)
}

func TestTheLogIsFull(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	lab.Must(t, err)
	server, client := faulty(t, lab.Settings{Stderr: full, Flags: []string{"--drain-delay", "0s"}})
	full.Close()
	load := client.Keep(lab.Driver(t), 4, 0)
	until(t, "load", func() bool { return load.Right() > pick[int64](1000, 100_000) })
	figures := load.End()
	figures.NoneFailed(t, 1000)
	server.Signal(syscall.SIGTERM)
	took := server.AwaitEnd(lab.Patience)
	saw(t, "no space for the log: ended %v after SIGTERM: %v", took, figures)
}

// Calls whose time is over fail, as they have to; none is answered wrongly, and none once it is over.
func TestTheProcessIsStopped(t *testing.T) {
	stopped := pick(2*time.Second, 15*time.Second)
	server, client := faulty(t, lab.Settings{})
	load := client.Keep(lab.Driver(t), 4, 0)
	until(t, "load", func() bool { return load.Right() > 100 })
	server.Signal(syscall.SIGSTOP)
	time.Sleep(stopped) // the fault's own length
	server.Signal(syscall.SIGCONT)
	took := recovered(t, client)
	before := load.Failed()
	right := load.Right()
	until(t, "load", func() bool { return load.Right() > right+100 })
	if after := load.Failed(); after != before {
		t.Errorf("%d calls failed behind the first answer", after-before)
	}
	figures := load.End()
	if figures.Wrong != 0 || (!long && figures.Failed != 0) {
		t.Errorf("%d wrong answers, %d calls without one: %q", figures.Wrong, figures.Failed, figures.Failures)
	}
	saw(t, "stopped for %v: answers after %v, %d wrong, %d without an answer in their 10 s: %v", stopped, took,
		figures.Wrong, figures.Failed, figures)
}
