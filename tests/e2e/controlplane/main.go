// Command controlplane runs etcd and kube-apiserver on free ports of 127.0.0.1: a real control plane without
// controllers, scheduler or kubelets. Once `/readyz` says ok it prints one line of JSON:
//
//	{"url":"https://127.0.0.1:40001","ca":"…/apiserver.crt","version":"v1.36.3","kubectl":"…/kubectl",
//	 "tokens":{"admin":"…","jane":"…"},"kubeconfigs":{"admin":"…/admin.kubeconfig","jane":"…"},
//	 "auditLog":"…/audit.log"}
//
// It ends, and takes everything with it, when its stdin is closed or on SIGTERM or SIGINT; with exit code 1
// when one of the two servers ends by itself. The binaries come from -assets, else from the folder that
// KUBEBUILDER_ASSETS names, else from its own folder (where ../install puts them).
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// The kernel ends our children with the thread that started them (process.go): the main thread, which is
// there as long as we are.
func init() { runtime.LockOSThread() }

func main() {
	assets := flag.String("assets", defaultAssets(), "folder with etcd, kube-apiserver and kubectl")
	logs := flag.String("logs", "", "folder for the logs of both servers; default: none is kept")
	admission := flag.String("admission", "", "an AdmissionConfiguration for kube-apiserver")
	within := flag.Duration("within", 2*time.Minute, "give up when not ready by then")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	if err := run(ctx, *assets, *logs, *admission, *within); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "controlplane:", err)
		os.Exit(1)
	}
}

func defaultAssets() string {
	if assets := os.Getenv("KUBEBUILDER_ASSETS"); assets != "" {
		return assets
	}
	self, err := os.Executable()
	if err != nil {
		return "."
	}
	return filepath.Dir(self)
}

// run returns nil once ctx ends, an error when a server does not come up or goes away.
func run(ctx context.Context, assets, logs, admission string, within time.Duration) error {
	dir, err := os.MkdirTemp("", "controlplane-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if logs == "" {
		logs = dir
	}
	starting, cancel := context.WithTimeoutCause(ctx, within, fmt.Errorf("not ready after %v", within))
	defer cancel()

	store, err := startEtcd(starting, filepath.Join(assets, "etcd"), dir, logs)
	defer store.end()
	if err != nil {
		return err
	}
	api, access, err := startAPIServer(starting, filepath.Join(assets, "kube-apiserver"), store.url, dir, logs, admission)
	defer api.end()
	if err != nil {
		return err
	}
	access.Kubectl = filepath.Join(assets, "kubectl")
	if err := json.NewEncoder(os.Stdout).Encode(access); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return nil
	case <-store.ended:
		return errors.New("etcd ended")
	case <-api.ended:
		return errors.New("kube-apiserver ended")
	}
}
