package main

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"time"
)

// startEtcd returns when etcd answers. The server is not nil whenever a process was started.
func startEtcd(ctx context.Context, program, dir, logs string) (*server, error) {
	clients, err := freePort()
	if err != nil {
		return nil, err
	}
	peers, err := freePort()
	if err != nil {
		return nil, err
	}
	clientURL, peerURL := fmt.Sprintf("http://127.0.0.1:%d", clients), fmt.Sprintf("http://127.0.0.1:%d", peers)
	etcd, err := start(program, clientURL, logs,
		"--data-dir="+filepath.Join(dir, "etcd"),
		"--listen-client-urls="+clientURL, "--advertise-client-urls="+clientURL,
		"--listen-peer-urls="+peerURL, "--initial-advertise-peer-urls="+peerURL, "--initial-cluster=default="+peerURL,
		"--unsafe-no-fsync=true", "--log-level=error")
	if err != nil {
		return nil, err
	}
	client := &http.Client{Timeout: time.Second}
	return etcd, etcd.until(ctx, func() bool {
		answer, err := client.Get(clientURL + "/health")
		if err != nil {
			return false
		}
		defer answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
}
