package lab

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// ControlPlane is etcd and kube-apiserver, as tests/e2e/controlplane runs them.
type ControlPlane struct {
	URL, CA, Version, Kubectl string
	Tokens, Kubeconfigs       map[string]string

	http *http.Client
}

// StartControlPlane skips the test where tests/e2e/install was not run.
func StartControlPlane(t testing.TB) *ControlPlane {
	t.Helper()
	program := filepath.Join(Root(), "build", "e2e", "bin", "controlplane")
	if _, err := os.Stat(program); err != nil {
		t.Skipf("%v: run tests/e2e/install", err)
	}
	command := exec.Command(program)
	command.Stderr = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // it ends itself with its stdin
	stdin, err := command.StdinPipe()
	Must(t, err)
	stdout, err := command.StdoutPipe()
	Must(t, err)
	Must(t, command.Start())
	t.Cleanup(func() {
		stdin.Close()
		command.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	Must(t, err)
	plane := &ControlPlane{}
	Must(t, json.Unmarshal(line, plane))
	ca, err := os.ReadFile(plane.CA)
	Must(t, err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	plane.http = &http.Client{Timeout: Patience, Transport: &http.Transport{MaxIdleConnsPerHost: 100,
		TLSClientConfig: &tls.Config{RootCAs: roots}}}
	t.Cleanup(plane.http.CloseIdleConnections)
	return plane
}

// Create an object as admin, and give it back as it is stored. `path` is the collection, with a query if need be.
func (p *ControlPlane) Create(path string, object any) ([]byte, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	return p.call(http.MethodPost, path, text)
}

// Read the object at `path`.
func (p *ControlPlane) Read(path string) ([]byte, error) { return p.call(http.MethodGet, path, nil) }

func (p *ControlPlane) call(verb, path string, text []byte) ([]byte, error) {
	request, err := http.NewRequest(verb, p.URL+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+p.Tokens["admin"])
	request.Header.Set("Content-Type", "application/json")
	answer, err := p.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode/100 != 2 {
		err = fmt.Errorf("%s: %s %s", path, answer.Status, body)
	}
	return body, err
}

// Register a webhook for pods that is called at 127.0.0.1:PORT under the Service's name; without it no pod is made.
func (p *ControlPlane) Register(t testing.TB, port int, authority *Authority) {
	t.Helper()
	type object = map[string]any
	create := func(path string, one object) {
		_, err := p.Create(path, one)
		Must(t, err)
	}
	create("/api/v1/namespaces", object{"metadata": object{"name": "sparkgate-system"}})
	create("/api/v1/namespaces/sparkgate-system/services", object{"metadata": object{"name": "sparkgate"},
		"spec": object{"type": "ExternalName", "externalName": "localhost"}})
	create("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", object{
		"metadata": object{"name": "sparkgate"},
		"webhooks": []object{{"name": "mutate.sparkgate.dev", "admissionReviewVersions": []string{"v1"},
			"sideEffects": "None", "failurePolicy": "Fail", "timeoutSeconds": int(callLimit / time.Second),
			"clientConfig": object{"caBundle": authority.Pair.Certificate, "service": object{
				"name": "sparkgate", "namespace": "sparkgate-system", "path": Mutate, "port": port}},
			"rules": []object{{"apiGroups": []string{""}, "apiVersions": []string{"v1"},
				"operations": []string{"CREATE"}, "resources": []string{"pods"}}}}}})
}
