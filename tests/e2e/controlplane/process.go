package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// server is a child that lives no longer than we do, whatever ends us.
type server struct {
	name  string
	url   string
	log   string
	ended chan struct{} // closed when the child is gone

	command *exec.Cmd
}

// start runs the program with its output in LOGS/NAME.log.
func start(program, url, logs string, args ...string) (*server, error) {
	name := filepath.Base(program)
	s := &server{name: name, url: url, log: filepath.Join(logs, name+".log"), ended: make(chan struct{})}
	log, err := os.Create(s.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	s.command = exec.Command(program, args...)
	s.command.Stdout, s.command.Stderr = log, log
	s.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.command.Wait()
		close(s.ended)
	}()
	return s, nil
}

// end kills the child: what it keeps is thrown away, so nobody waits for a graceful stop. Safe on nil.
func (s *server) end() {
	if s == nil {
		return
	}
	_ = s.command.Process.Kill()
	<-s.ended
}

// until asks every 50 ms whether the server is ready.
func (s *server) until(ctx context.Context, ready func() bool) error {
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		if ready() {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %w\n%s", s.name, context.Cause(ctx), s.lastLines())
		case <-s.ended:
			return fmt.Errorf("%s ended at once\n%s", s.name, s.lastLines())
		case <-tick.C:
		}
	}
}

// lastLines is the end of the log, for a person.
func (s *server) lastLines() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-2000):])
}

// freePort is a port of 127.0.0.1 that nobody listens on now.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
