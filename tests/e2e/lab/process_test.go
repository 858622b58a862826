package lab

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// withAChild prints the id of a child that outlives it, when nobody ends it.
const withAChild = "sleep 60 & echo $!; "

func shell(script string) Command { return Command{Program: "/bin/sh", Args: []string{"-c", script}} }

func TestRunSaysHowAProgramEndedAndWhatItPrinted(t *testing.T) {
	result, err := Run(t.Context(), shell("echo out; echo err >&2; exit 3"))
	if err != nil || result.Exit != 3 || result.Stdout != "out\n" || !strings.Contains(result.Output, "err\n") {
		t.Errorf("%+v, %v", result, err)
	}
}

func TestRunLeavesNoChildBehind(t *testing.T) {
	result, err := Run(t.Context(), shell(withAChild+"exit 0"))
	if err != nil || result.Exit != 0 {
		t.Errorf("%+v, %v", result, err)
	}
	expectGone(t, result.Stdout)
}

func TestRunEndsAProgramAtTheDeadline(t *testing.T) {
	late := errors.New("too late")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 200*time.Millisecond, late)
	defer cancel()
	result, err := Run(ctx, shell(withAChild+"wait"))
	if !errors.Is(err, late) {
		t.Errorf("%v", err)
	}
	expectGone(t, result.Stdout)
}

func TestAProgramInTheBackgroundIsEndedWithItsChildren(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	process, err := Launch(shell(withAChild+"echo '{}'; exec sleep 60"), log, false)
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { return strings.Contains(process.LastLines(), "{}") })
	process.End(0)
	process.End(0)
	expectGone(t, process.LastLines())
}

func TestNoProxyAndNoKubeconfigReachesAProgram(t *testing.T) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "KUBECONFIG", "SPARK_CONF_DIR"} {
		t.Setenv(name, "x")
	}
	result, err := Run(t.Context(), shell(`echo "$HTTPS_PROXY$https_proxy$KUBECONFIG$SPARK_CONF_DIR"`))
	if err != nil || result.Stdout != "\n" {
		t.Errorf("%+v, %v", result, err)
	}
}

// expectGone looks for the process whose id is the first line: killed, it ends in a moment.
func expectGone(t *testing.T, printed string) {
	t.Helper()
	id, _, _ := strings.Cut(printed, "\n")
	if id == "" {
		t.Fatalf("no process id in %q", printed)
	}
	eventually(t, func() bool {
		stat, err := os.ReadFile("/proc/" + id + "/stat")
		return err != nil || strings.Contains(string(stat), ") Z ")
	})
}

func eventually(t *testing.T, isSo func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !isSo(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not so after 10 s")
		}
	}
}
