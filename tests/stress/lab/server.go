// Package lab is what the stress tests speak of: servers on loopback, the files they read, honest clients, load,
// a balancer, and what the kernel says of a process.
package lab

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Settings of a server. What is left out is made: policies that ship with sparkgate, a pair of a new CA.
type Settings struct {
	Policies    string   // a folder
	Certificate *Volume  // tls.crt and tls.key
	Flags       []string // on top
	Under       []string // a command that becomes the server: prlimit, taskset
	Env         []string // on top of ours
	Stderr      *os.File // else a file, for LastLines
}

// Server is a sparkgate-webhook of the test's own. It is ended with the test.
type Server struct {
	Admission, Status string // host:port
	Fingerprint       string // of the policies it began with
	Pid               int
	Ended             chan struct{} // closed when it is gone

	log     string
	command *exec.Cmd
	t       testing.TB
}

// Start returns when the server says that it is ready.
func Start(t testing.TB, settings Settings) *Server {
	t.Helper()
	s := launch(t, settings.command(t), settings.Stderr)
	Eventually(t, "readiness", s.Ready)
	return s
}

// StartPeer starts another webhook, which prints on what address it is and has no status port.
func StartPeer(t testing.TB, program string, certificate *Volume) *Server {
	t.Helper()
	s := launch(t, exec.Command(program, "--certificates", certificate.Folder), nil)
	Eventually(t, "a connection", func() bool {
		stranger, err := Meet(s.Admission, 0)
		if err == nil {
			stranger.Close()
		}
		return err == nil
	})
	return s
}

// launch returns when the first line is read from its stdout.
func launch(t testing.TB, command *exec.Cmd, stderr *os.File) *Server {
	t.Helper()
	s := &Server{Ended: make(chan struct{}), log: filepath.Join(t.TempDir(), "log"), command: command, t: t}
	out, err := s.command.StdoutPipe()
	Must(t, err)
	log, err := os.Create(s.log)
	Must(t, err)
	defer log.Close()
	s.command.Stderr = log
	if stderr != nil {
		s.command.Stderr = stderr
	}
	s.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	Must(t, s.command.Start())
	t.Cleanup(s.Kill)
	s.Pid = s.command.Process.Pid
	line, _ := bufio.NewReader(out).ReadBytes('\n')
	go func() {
		s.command.Wait()
		close(s.Ended)
	}()
	if err := json.Unmarshal(line, s); err != nil {
		t.Fatalf("the server said %q: %v\n%s", line, err, s.LastLines())
	}
	return s
}

func (settings Settings) command(t testing.TB) *exec.Cmd {
	t.Helper()
	if settings.Policies == "" {
		settings.Policies = filepath.Join(Root(), "policies")
	}
	if settings.Certificate == nil {
		settings.Certificate = NewVolume(t, NewAuthority(t).Issue().Files())
	}
	words := append(settings.Under, Program(t), "--policies", settings.Policies,
		"--tls-cert", settings.Certificate.Path("tls.crt"), "--tls-key", settings.Certificate.Path("tls.key"),
		"--listen", "127.0.0.1:0", "--status-listen", "127.0.0.1:0")
	words = append(words, settings.Flags...)
	command := exec.Command(words[0], words[1:]...)
	command.Env = append(os.Environ(), settings.Env...)
	return command
}

// Signal is lost on a server that is gone.
func (s *Server) Signal(signal syscall.Signal) { s.command.Process.Signal(signal) }

// Kill ends it at once.
func (s *Server) Kill() {
	s.Signal(syscall.SIGKILL)
	<-s.Ended
}

// AwaitEnd gives the time it took to end; the exit code must be 0.
func (s *Server) AwaitEnd(limit time.Duration) time.Duration {
	s.t.Helper()
	began := time.Now()
	select {
	case <-s.Ended:
	case <-time.After(limit):
		s.t.Fatalf("the server did not end in %v\n%s", limit, s.LastLines())
	}
	if code := s.command.ProcessState.ExitCode(); code != 0 {
		s.t.Fatalf("the server ended with %v\n%s", s.command.ProcessState, s.LastLines())
	}
	return time.Since(began)
}

// Logged tells whether a text is in its log.
func (s *Server) Logged(text string) bool {
	s.t.Helper()
	log, err := os.ReadFile(s.log)
	Must(s.t, err)
	return strings.Contains(string(log), text)
}

// LastLines of its log, for a person.
func (s *Server) LastLines() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-2000):])
}
