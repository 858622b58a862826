package lab

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Gate is a running sparkgate-webhook with certificates made by `sparkgate certs init`.
type Gate struct {
	Admission string // host:port
	Certs     string // the folder with ca.crt, tls.crt, tls.key
	Host      string // what the certificate says: SERVICE.NAMESPACE.svc

	process *Process
}

// startGate returns when the server says that it listens.
func startGate(ctx context.Context, paths Paths, home string) (*Gate, error) {
	gate := &Gate{Certs: filepath.Join(home, "certs"), Host: serviceName + "." + serviceNamespace + ".svc"}
	made, err := Run(ctx, Command{Program: paths.Sparkgate, Args: []string{
		"certs", "init", "--service", serviceName, "--namespace", serviceNamespace, "--out", gate.Certs}})
	if err != nil {
		return nil, err
	}
	if made.Exit != 0 {
		return nil, fmt.Errorf("sparkgate certs init: exit code %d\n%s", made.Exit, made.Output)
	}
	gate.process, err = Launch(Command{Program: paths.Webhook, Args: []string{
		"--policies", paths.Policies,
		"--tls-cert", filepath.Join(gate.Certs, "tls.crt"), "--tls-key", filepath.Join(gate.Certs, "tls.key"),
		"--listen", "127.0.0.1:0", "--status-listen", "127.0.0.1:0"}},
		filepath.Join(paths.Logs, "sparkgate-webhook.log"), true)
	if err != nil {
		return nil, err
	}
	var listening struct{ Event, Admission string }
	if err := gate.process.ReadFirstLine(ctx, &listening); err != nil {
		gate.end()
		return nil, err
	}
	gate.Admission = listening.Admission
	if _, err := gate.Port(); err != nil || listening.Event != "listening" {
		gate.end()
		return nil, fmt.Errorf("sparkgate-webhook began with %+v", listening)
	}
	return gate, nil
}

// end does not wait for the server's drain.
func (g *Gate) end() { g.process.End(0) }

// Port of the admission door.
func (g *Gate) Port() (int32, error) {
	_, text, err := net.SplitHostPort(g.Admission)
	if err != nil {
		return 0, err
	}
	port, err := strconv.ParseInt(text, 10, 32)
	return int32(port), err
}

// Post sends a review to a door ("/mutate") as kube-apiserver does: over TLS, with the Service's name.
func (g *Gate) Post(ctx context.Context, door string, review []byte) ([]byte, error) {
	pem, err := os.ReadFile(filepath.Join(g.Certs, "ca.crt"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: g.Host}}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+g.Admission+door, bytes.NewReader(review))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := (&http.Client{Transport: transport, Timeout: 10 * time.Second}).Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %s", door, answer.Status, body)
	}
	return body, err
}
