package lab

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

// ControlPlane is a running ../controlplane: see there what its members are.
type ControlPlane struct {
	URL         string
	CA          string
	Version     string
	Tokens      map[string]string
	Kubeconfigs map[string]string
	Kubectl     string
	AuditLog    string

	// Admin may do everything.
	Admin kubernetes.Interface

	home    string
	process *Process
}

// StartControlPlane returns when the API server is ready; `more` are arguments of ../controlplane. Close it.
func StartControlPlane(ctx context.Context, paths Paths, home string, more ...string) (*ControlPlane, error) {
	program, err := paths.Tool("controlplane")
	if err != nil {
		return nil, err
	}
	assets, err := paths.assets()
	if err != nil {
		return nil, err
	}
	args := append([]string{"-assets", assets, "-logs", paths.Logs}, more...)
	process, err := Launch(Command{Program: program, Args: args, EndsItself: true},
		filepath.Join(paths.Logs, "controlplane.log"), true)
	if err != nil {
		return nil, err
	}
	plane := &ControlPlane{home: home, process: process}
	if err := process.ReadFirstLine(ctx, plane); err != nil {
		plane.Close()
		return nil, err
	}
	config, err := clientcmd.BuildConfigFromFlags("", plane.Kubeconfigs["admin"])
	if err == nil {
		config.QPS = -1
		plane.Admin, err = kubernetes.NewForConfig(config)
	}
	if err != nil {
		plane.Close()
		return nil, err
	}
	return plane, nil
}

// Close gives the servers the time to end themselves: they also delete their files.
func (c *ControlPlane) Close() { c.process.End(15 * time.Second) }

// KubectlAs runs kubectl as "admin" or "jane". The error says what kubectl printed when it did not end with 0.
func (c *ControlPlane) KubectlAs(ctx context.Context, who, stdin string, args ...string) (string, error) {
	result, err := Run(ctx, Command{
		Program: c.Kubectl,
		Args:    args,
		Env:     []string{"KUBECONFIG=" + c.Kubeconfigs[who], "HOME=" + c.home},
		Stdin:   strings.NewReader(stdin),
	})
	if err == nil && result.Exit != 0 {
		err = fmt.Errorf("kubectl %s: exit code %d\n%s", strings.Join(args, " "), result.Exit, result.Output)
	}
	return result.Stdout, err
}

// ReadFirstLine decodes the line with which a server says that it is ready. What follows is thrown away.
func (p *Process) ReadFirstLine(ctx context.Context, into any) error {
	line := make(chan string, 1)
	go func() {
		lines := bufio.NewReader(p.Stdout)
		text, _ := lines.ReadString('\n')
		line <- text
		_, _ = io.Copy(io.Discard, lines)
	}()
	select {
	case text := <-line:
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return fmt.Errorf("first line %q: %w\n%s", text, err, p.LastLines())
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("no first line: %w\n%s", context.Cause(ctx), p.LastLines())
	}
}
