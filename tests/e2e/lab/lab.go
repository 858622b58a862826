// Package lab puts a real control plane and the built sparkgate together, for tests.
package lab

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// startWithin bounds everything up to the first decision; on two busy cores it takes about ten seconds.
const startWithin = 3 * time.Minute

// Lab is a control plane whose pods pass sparkgate with the policies of tests/e2e/policies.
type Lab struct {
	*ControlPlane
	*Gate
	Paths Paths
	Home  string // a folder for files of this run, deleted by Close
}

// Start creates what the manifest `seed` says and returns when both doors decide. The Lab is to be closed,
// also when there is an error. The error is a *Missing when something has to be installed or built first.
func Start(paths Paths, seed string) (*Lab, error) {
	ctx, cancel := context.WithTimeoutCause(context.Background(), startWithin,
		fmt.Errorf("the lab was not ready after %v", startWithin))
	defer cancel()
	l := &Lab{Paths: paths}
	return l, l.start(ctx, seed)
}

func (l *Lab) start(ctx context.Context, seed string) (err error) {
	if err = l.Paths.Need(); err != nil {
		return err
	}
	if l.Home, err = os.MkdirTemp("", "sparkgate-e2e-"); err != nil {
		return err
	}
	if err = os.MkdirAll(l.Paths.Logs, 0o755); err != nil {
		return err
	}
	if l.ControlPlane, err = StartControlPlane(ctx, l.Paths, l.Home); err != nil {
		return err
	}
	if _, err = l.KubectlAs(ctx, "admin", "", "create", "--filename="+seed); err != nil {
		return err
	}
	if l.Gate, err = startGate(ctx, l.Paths, l.Home); err != nil {
		return err
	}
	registration, err := l.readRegistration(ctx, l.Paths, l.Certs, filepath.Join(l.Home, "kustomize"))
	if err != nil {
		return err
	}
	port, err := l.Port()
	if err != nil {
		return err
	}
	if err = registration.apply(ctx, l.ControlPlane, port); err != nil {
		return err
	}
	return l.awaitEffect(ctx)
}

// Close ends both and deletes the files. Safe on a Lab that did not come up, and from another goroutine than
// the tests'.
func (l *Lab) Close() {
	if l.Gate != nil {
		l.Gate.end()
	}
	if l.ControlPlane != nil {
		l.ControlPlane.Close()
	}
	_ = os.RemoveAll(l.Home)
}
