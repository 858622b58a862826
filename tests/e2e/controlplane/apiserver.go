package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// access is what a caller of the control plane needs: the line on stdout.
type access struct {
	URL         string            `json:"url"`
	CA          string            `json:"ca"` // a PEM file
	Version     string            `json:"version"`
	Tokens      map[string]string `json:"tokens"`
	Kubeconfigs map[string]string `json:"kubeconfigs"`
	Kubectl     string            `json:"kubectl"`
	AuditLog    string            `json:"auditLog"` // a line of JSON for each pod that somebody created
}

// startAPIServer returns when kube-apiserver is ready. The server is not nil whenever a process was started.
func startAPIServer(ctx context.Context, program, etcd, dir, logs, admission string) (*server, access, error) {
	port, err := freePort()
	if err != nil {
		return nil, access{}, err
	}
	door := access{URL: fmt.Sprintf("https://127.0.0.1:%d", port), CA: filepath.Join(dir, "apiserver.crt")}
	if err := door.writeIdentities(dir); err != nil {
		return nil, access{}, err
	}
	log, audit, err := auditArguments(dir, logs)
	if err != nil {
		return nil, access{}, err
	}
	door.AuditLog = log
	args := append(arguments(port, etcd, dir), audit...)
	if admission != "" {
		args = append(args, "--admission-control-config-file="+admission)
	}
	api, err := start(program, door.URL, logs, args...)
	if err != nil {
		return nil, access{}, err
	}
	err = api.until(ctx, func() bool { return door.get("/readyz", nil) == nil })
	if err != nil {
		return api, access{}, err
	}
	var version struct{ GitVersion string }
	err = door.get("/version", &version)
	door.Version = version.GitVersion
	return api, door, err
}

// arguments: like envtest's, but with the ServiceAccount plug-in on, so that pods get their token volume as
// in a cluster.
func arguments(port int, etcd, dir string) []string {
	key := filepath.Join(dir, "sa.key")
	return []string{
		"--etcd-servers=" + etcd, "--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", port),
		"--cert-dir=" + dir, "--authorization-mode=RBAC", "--service-cluster-ip-range=10.0.0.0/24",
		"--allow-privileged=true", "--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + key, "--service-account-signing-key-file=" + key,
		"--token-auth-file=" + filepath.Join(dir, "tokens.csv"),
	}
}

// get asks as admin. The certificate is read anew each time: the API server makes it while it starts.
func (a access) get(path string, into any) error {
	pem, err := os.ReadFile(a.CA)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	client := &http.Client{
		Timeout:   5 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true},
	}
	request, err := http.NewRequest(http.MethodGet, a.URL+path, strings.NewReader(""))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+a.Tokens["admin"])
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", path, answer.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(answer.Body).Decode(into)
}
