package lab

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Command is a program to run. Its environment is ours without proxies and kubeconfigs, and Env on top.
type Command struct {
	Program string
	Args    []string
	Env     []string
	Stdin   io.Reader

	// EndsItself when its stdin is closed, and has things to put away then: the kernel need not kill it.
	EndsItself bool
}

// Result is how a program ended.
type Result struct {
	Exit   int
	Stdout string
	Output string // stdout and stderr as a terminal shows them
}

// Run waits for the end, or for that of ctx: then the program and its children are killed and that is the error.
// A program that ended by itself, whatever its exit code, is no error.
func Run(ctx context.Context, c Command) (Result, error) {
	command := c.build(ctx)
	var stdout, both bytes.Buffer
	terminal := &lockedWriter{to: &both}
	command.Stdin, command.Stdout, command.Stderr = c.Stdin, io.MultiWriter(&stdout, terminal), terminal
	err := command.Run()
	killGroup(command)
	result := Result{Exit: command.ProcessState.ExitCode(), Stdout: stdout.String(), Output: both.String()}
	if ctx.Err() != nil {
		return result, fmt.Errorf("%s: %w\n%s", filepath.Base(c.Program), context.Cause(ctx), lastOf(result.Output))
	}
	var exited *exec.ExitError
	if err != nil && !errors.As(err, &exited) && !errors.Is(err, exec.ErrWaitDelay) {
		return result, fmt.Errorf("%s: %w", c.Program, err)
	}
	return result, nil
}

// Process is a program that runs until it is ended.
type Process struct {
	Ended  chan struct{} // closed when it is gone
	Log    string        // the file with its stderr, and its stdout when nobody reads it
	Stdout io.ReadCloser
	stdin  io.Closer
	cancel context.CancelFunc
}

// Launch runs the program with a pipe at stdin; keep the Process and End it. With readStdout its Stdout must be read.
func Launch(c Command, log string, readStdout bool) (*Process, error) {
	ctx, cancel := context.WithCancel(context.Background())
	command := c.build(ctx)
	file, err := os.Create(log)
	if err != nil {
		cancel()
		return nil, err
	}
	defer file.Close()
	p := &Process{Ended: make(chan struct{}), Log: log, cancel: cancel}
	command.Stdout, command.Stderr = file, file
	if readStdout {
		command.Stdout = nil
		p.Stdout, err = command.StdoutPipe()
	}
	if err == nil {
		p.stdin, err = command.StdinPipe()
	}
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	go func() {
		_ = command.Wait()
		killGroup(command)
		close(p.Ended)
	}()
	return p, nil
}

// End closes stdin, waits as long as `grace` for the program to end by itself and then kills it and its
// children. Safe on nil and more than once.
func (p *Process) End(grace time.Duration) {
	if p == nil {
		return
	}
	_ = p.stdin.Close()
	select {
	case <-p.Ended:
	case <-time.After(grace):
	}
	p.cancel()
	<-p.Ended
}

// LastLines is the end of the log, for a person.
func (p *Process) LastLines() string {
	text, err := os.ReadFile(p.Log)
	if err != nil {
		return err.Error()
	}
	return lastOf(string(text))
}

// build: the program leads a group of its own, which is killed as a whole, and the kernel kills the program
// when we go away without having done so.
func (c Command) build(ctx context.Context) *exec.Cmd {
	command := exec.CommandContext(ctx, c.Program, c.Args...)
	command.Env = append(environment(), c.Env...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if !c.EndsItself {
		command.SysProcAttr.Pdeathsig = syscall.SIGKILL
	}
	command.Cancel = func() error { return killGroup(command) }
	command.WaitDelay = 2 * time.Second // for children that keep our pipes open
	return command
}

// killGroup ends what is left of the program and its children; nothing left is fine.
func killGroup(command *exec.Cmd) error {
	if command.Process == nil {
		return nil // never started
	}
	return syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
}

// environment: a proxy between kube-apiserver and us, or somebody's own cluster, has no place in a test.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(strings.ToLower(entry), "=")
		return strings.HasSuffix(name, "_proxy") || name == "kubeconfig" || strings.HasPrefix(name, "spark")
	})
}

func lastOf(text string) string { return text[max(0, len(text)-4000):] }
