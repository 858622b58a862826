// Package deploy installs sparkgate on a real kube-apiserver as its documents say, runs the server as the stored
// Deployment says, and lets it decide. See ../README.md.
package deploy

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
)

// shared is the one cluster of a run; it is started by the first test that needs it.
var shared struct {
	once    sync.Once
	cluster *cluster
	err     error
}

func TestMain(m *testing.M) {
	if err := os.Chdir(".."); err != nil { // lab.FindPaths expects tests/e2e
		panic(err)
	}
	code := m.Run()
	if shared.cluster != nil {
		shared.cluster.close()
	}
	os.Exit(code)
}

// cluster is a control plane with the namespaces of testdata/cluster.yaml and the CustomResourceDefinitions of others.
type cluster struct {
	*lab.ControlPlane
	paths    lab.Paths
	home     string // files of this run
	port     int    // where the server listens
	clientCA string // a PEM file: the CA of the certificate that the API server shows to webhooks
}

func theCluster(t *testing.T) *cluster {
	t.Helper()
	shared.once.Do(func() { shared.cluster, shared.err = startCluster() })
	var missing *lab.Missing
	if errors.As(shared.err, &missing) {
		t.Skip(missing)
	}
	must(t, shared.err)
	return shared.cluster
}

// startCluster: what came up before an error is closed by TestMain.
func startCluster() (*cluster, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	paths, err := lab.FindPaths()
	if err != nil {
		return nil, err
	}
	if err := paths.Need(); err != nil {
		return nil, err
	}
	paths.Logs = filepath.Join(paths.Logs, "deploy")
	c := &cluster{paths: paths}
	if err := os.MkdirAll(paths.Logs, 0o755); err != nil {
		return c, err
	}
	if c.home, err = os.MkdirTemp("", "sparkgate-deploy-"); err != nil {
		return c, err
	}
	if c.port, err = freePort(); err != nil {
		return c, err
	}
	admission, err := c.writeClientIdentity()
	if err != nil {
		return c, err
	}
	if c.ControlPlane, err = lab.StartControlPlane(ctx, paths, c.home, "-admission", admission); err != nil {
		return c, err
	}
	_, err = c.KubectlAs(ctx, "admin", "", "create", "--filename=deploy/testdata")
	return c, err
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func (c *cluster) close() {
	if c.ControlPlane != nil {
		c.ControlPlane.Close()
	}
	_ = os.RemoveAll(c.home)
}

// kubectl as admin; what it printed.
func (c *cluster) kubectl(t *testing.T, args ...string) string {
	t.Helper()
	out, err := c.KubectlAs(within(t, time.Minute), "admin", "", args...)
	must(t, err)
	return out
}

// run a program that is to end with 0; what it printed.
func run(t *testing.T, command lab.Command) string {
	t.Helper()
	result, err := lab.Run(within(t, time.Minute), command)
	must(t, err)
	if result.Exit != 0 {
		t.Fatalf("%s %s: exit code %d\n%s", command.Program, strings.Join(command.Args, " "), result.Exit, result.Output)
	}
	return result.Output
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

// eventually polls until there is nothing left to complain about.
func eventually(t *testing.T, complaint func() string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		said := complaint()
		if said == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("after a minute: " + said)
		}
	}
}
