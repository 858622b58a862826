package lab

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"syscall"
)

// Ran is how a command ended.
type Ran struct {
	Exit        int // -1: killed
	Out, Errors string
}

// Certs runs `sparkgate certs COMMAND` to its end, as the account.
func (i *Installation) Certs(command string, flags ...string) Ran {
	i.t.Helper()
	run := i.Begin(i.Kubeconfig, command, flags...)
	return run.End()
}

// Rotate with short waits; the Service is looked at where it is.
func (i *Installation) Rotate(flags ...string) Ran {
	i.t.Helper()
	return i.BeginRotation(i.Kubeconfig, flags...).End()
}

// BeginRotation does not wait for its end.
func (i *Installation) BeginRotation(kubeconfig string, flags ...string) *Running {
	i.t.Helper()
	return i.Begin(kubeconfig, "rotate", append([]string{"--publish-wait", "1s", "--serve-wait", "2s",
		"--served-at", i.Balancer.Address}, flags...)...)
}

// Running is a command under way.
type Running struct {
	command     *exec.Cmd
	out, errors bytes.Buffer
}

// Begin `sparkgate certs COMMAND`.
func (i *Installation) Begin(kubeconfig, command string, flags ...string) *Running {
	i.t.Helper()
	program := filepath.Join(filepath.Dir(Program(i.t)), "sparkgate")
	r := &Running{command: exec.Command(program, append([]string{"certs", command, "--kubeconfig", kubeconfig}, flags...)...)}
	r.command.Stdout, r.command.Stderr = &r.out, &r.errors
	r.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	Must(i.t, r.command.Start())
	return r
}

// Kill it at once.
func (r *Running) Kill() { r.command.Process.Kill() }

// End waits for it.
func (r *Running) End() Ran {
	r.command.Wait() // the exit code tells
	return Ran{r.command.ProcessState.ExitCode(), r.out.String(), r.errors.String()}
}
