package stress

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"sparkgate.dev/stress/lab"
)

// callLine is a line of `strace -f -o`: "PID NAME(ARGUMENTS...". Lines of signals and of resumed calls are no such.
var callLine = regexp.MustCompile(`^\d+ +(\w+)\((.*)`)

// traced is every system call that a process made.
type traced struct {
	names map[string]int
	lines []string
}

// trace the server's calls until it ends.
func trace(t *testing.T, server *lab.Server) (result func() traced) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("there is no strace: install Debian's package of that name")
	}
	file := filepath.Join(t.TempDir(), "calls")
	command := exec.Command("strace", "-f", "-o", file, "-p", fmt.Sprint(server.Pid))
	said, err := command.StderrPipe()
	lab.Must(t, err)
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	lab.Must(t, command.Start())
	lines := bufio.NewScanner(said)
	if !lines.Scan() || !strings.Contains(lines.Text(), "attached") {
		command.Process.Kill()
		command.Wait()
		t.Skipf("strace may not trace here: %s", lines.Text())
	}
	return func() traced {
		for lines.Scan() {
		}
		lab.Must(t, command.Wait())
		return readTrace(t, file)
	}
}

func readTrace(t *testing.T, file string) traced {
	t.Helper()
	text, err := os.ReadFile(file)
	lab.Must(t, err)
	result := traced{names: map[string]int{}}
	for line := range strings.Lines(string(text)) {
		if call := callLine.FindStringSubmatch(line); call != nil {
			result.names[call[1]]++
			result.lines = append(result.lines, call[1]+"("+strings.TrimSpace(call[2]))
		}
	}
	return result
}

// forbidden after the start: to connect, to run a program, to change a file, to get or give rights.
var forbidden = []*regexp.Regexp{
	regexp.MustCompile(`^(connect|bind|execve|execveat|fork|vfork|ptrace|creat|rename\w*|unlink\w*|mkdir\w*|link\w*|symlink\w*|` +
		`truncate|ftruncate|chmod|fchmod\w*|chown|fchown\w*|mknod\w*|mount|setuid|setgid|bpf|io_uring_\w+|socket)\(`),
	regexp.MustCompile(`^open\w*\(.*O_(WRONLY|RDWR|CREAT|TRUNC)`),
}

func TestSystemCallsOfServing(t *testing.T) {
	wanted := pick[int64](2000, 100_000)
	policies := lab.NewVolume(t, numbered(0))
	authority := lab.NewAuthority(t)
	files := lab.NewVolume(t, authority.Issue().Files())
	server := lab.Start(t, lab.Settings{Policies: policies.Folder, Certificate: files, Flags: []string{"--drain-delay", "0s"}})
	result := trace(t, server)
	question := lab.Driver(t)
	question.Right = (&consistency{fingerprints: map[int]string{}}).judge
	client := lab.NewClient(server.Admission, authority.Roots())
	kept := client.Keep(question, 4, 0)
	fresh := client.WithoutKeepAlive().Keep(question, 1, 0)
	for number := 1; number <= 10; number++ {
		before := kept.Right()
		until(t, "load", func() bool { return kept.Right() >= before+wanted/10 })
		policies.Replace(numbered(number))
		files.Replace(authority.Issue().Files())
		server.Signal(syscall.SIGHUP)
		lab.Eventually(t, "a reload", func() bool {
			return server.Metric(`sparkgate_policy_reload_total{result="success"}`) == float64(number)
		})
	}
	onKept, onFresh := kept.End(), fresh.End()
	server.Signal(syscall.SIGTERM)
	server.AwaitEnd(lab.Patience)
	calls := result()
	onKept.NoneFailed(t, wanted)
	onFresh.NoneFailed(t, 10)
	expectOnlyAllowed(t, calls)
	saw(t, "%d answers, 10 reloads of policies and certificates: %d system calls, %d kinds, none forbidden; %v",
		onKept.Right+onFresh.Right, len(calls.lines), len(calls.names), calls.names)
}

func expectOnlyAllowed(t *testing.T, calls traced) {
	t.Helper()
	for _, line := range calls.lines {
		if strings.HasPrefix(line, "clone") && !strings.Contains(line, "CLONE_THREAD") {
			t.Errorf("a process after the start: %s", line)
		}
		for _, pattern := range forbidden {
			if pattern.MatchString(line) {
				t.Errorf("forbidden after the start: %s", line)
			}
		}
	}
	text, err := os.ReadFile("testdata/syscalls.txt")
	lab.Must(t, err)
	allowed := strings.Split(string(text), "\n")
	for name := range calls.names {
		if !slices.Contains(allowed, name) {
			t.Errorf("%s is called, and testdata/syscalls.txt does not have it", name)
		}
	}
}
