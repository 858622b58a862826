// Package e2e runs real Spark against a real kube-apiserver that calls the built sparkgate-webhook. See README.md.
package e2e

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"reflect"
	"sync"
	"syscall"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

// shared is the one lab of a run; it is started by the first test that needs it.
var shared struct {
	once sync.Once
	lab  *lab.Lab
	err  error
}

func TestMain(m *testing.M) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	done := make(chan int, 1)
	go func() { done <- m.Run() }()
	code := 130
	select {
	case code = <-done:
	case <-ctx.Done():
	}
	if shared.lab != nil {
		shared.lab.Close()
	}
	os.Exit(code)
}

// theLab is ready and decides; nothing of an earlier test is in it. The test fails when, by its end, a webhook could
// not be called and the pod passed.
func theLab(t *testing.T) *lab.Lab {
	t.Helper()
	shared.once.Do(func() {
		var paths lab.Paths
		if paths, shared.err = lab.FindPaths(); shared.err == nil {
			shared.lab, shared.err = lab.Start(paths, "testdata/cluster.yaml")
		}
	})
	skipWhenMissing(t, shared.err)
	before := failedOpen(t)
	t.Cleanup(func() {
		must(t, shared.lab.Empty(within(t, time.Minute)))
		if after := failedOpen(t); !reflect.DeepEqual(after, before) {
			t.Errorf("pods passed without us: %q, before %q", after, before)
		}
	})
	return shared.lab
}

func failedOpen(t *testing.T) []string {
	t.Helper()
	calls, err := shared.lab.FailedOpen(within(t, time.Minute))
	must(t, err)
	return calls
}

// theSpark is an installed version.
func theSpark(t *testing.T, l *lab.Lab, version string) *spark.Spark {
	t.Helper()
	found, err := spark.Find(l.Paths, version)
	skipWhenMissing(t, err)
	return found
}

func skipWhenMissing(t *testing.T, err error) {
	t.Helper()
	var missing *lab.Missing
	if errors.As(err, &missing) {
		t.Skip(missing)
	}
	must(t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// within bounds one step of a test.
func within(t *testing.T, limit time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	return ctx
}
