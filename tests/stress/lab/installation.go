package lab

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	registrations = "/apis/admissionregistration.k8s.io/v1/"
	secretPath    = "/api/v1/namespaces/sparkgate-system/secrets/sparkgate-tls"
)

// Installation is what manifests/ applies, as far as certificates are concerned: an empty Secret, both webhook
// configurations without a caBundle, and an account that may do what certs/README.md says. The Service leads to a
// balancer; Start puts servers behind it.
type Installation struct {
	*ControlPlane
	*Balancer
	Kubeconfig string // of the account
	servers    []*Server
	objects    string // as applied
	t          testing.TB
}

// NewInstallation in a control plane that has none.
func NewInstallation(t testing.TB, plane *ControlPlane) *Installation {
	t.Helper()
	i := &Installation{ControlPlane: plane, Balancer: NewBalancer(t, 100*time.Millisecond), t: t}
	_, port, err := net.SplitHostPort(i.Balancer.Address)
	Must(t, err)
	text, err := os.ReadFile(filepath.Join("testdata", "installation.yaml"))
	Must(t, err)
	i.objects = strings.ReplaceAll(string(text), "$PORT", port)
	i.Apply()
	i.Kubeconfig = i.WriteKubeconfig(plane.URL, plane.CA)
	Eventually(t, "the account's rights", func() bool { return i.Certs("show").Exit == 1 })
	return i
}

// Apply everything with kubectl, once more if need be.
func (i *Installation) Apply(flags ...string) {
	i.t.Helper()
	words := append([]string{"--kubeconfig", i.Kubeconfigs["admin"], "apply", "--filename=-"}, flags...)
	command := exec.Command(i.Kubectl, words...)
	command.Stdin = strings.NewReader(i.objects)
	if out, err := command.CombinedOutput(); err != nil {
		i.t.Fatalf("kubectl apply: %v\n%s", err, out)
	}
}

// WriteKubeconfig of the account, with a token of its own.
func (i *Installation) WriteKubeconfig(url, ca string) string {
	i.t.Helper()
	made, err := i.Create("/api/v1/namespaces/sparkgate-system/serviceaccounts/rotation/token", map[string]any{})
	Must(i.t, err)
	var token struct{ Status struct{ Token string } }
	Must(i.t, json.Unmarshal(made, &token))
	text := fmt.Sprintf(`{"current-context": "test",
		"contexts": [{"name": "test", "context": {"cluster": "test", "user": "rotation"}}],
		"clusters": [{"name": "test", "cluster": {"server": %q, "certificate-authority": %q}}],
		"users": [{"name": "rotation", "user": {"token": %q}}]}`, url, ca, token.Status.Token)
	path := filepath.Join(i.t.TempDir(), "kubeconfig")
	Must(i.t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// Start a server. Its files follow the Secret that long behind, as a kubelet has them follow.
func (i *Installation) Start(policies string, behind time.Duration) {
	i.t.Helper()
	files := NewVolume(i.t, i.Secret())
	server := Start(i.t, Settings{Policies: policies, Certificate: files, Flags: []string{"--poll-interval", "100ms"}})
	i.servers = append(i.servers, server)
	i.Add(server)
	over, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		i.follow(files, behind, over)
	}()
	i.t.Cleanup(func() {
		close(over)
		<-gone
	})
}

func (i *Installation) follow(files *Volume, behind time.Duration, over chan struct{}) {
	held := i.Secret()
	for {
		select {
		case <-over:
			return
		case <-time.After(50 * time.Millisecond):
		}
		if now := i.Secret(); !maps.EqualFunc(held, now, bytes.Equal) {
			time.Sleep(behind) // what is simulated
			files.Replace(now)
			held = now
		}
	}
}

// Secret as it is stored.
func (i *Installation) Secret() Files {
	text, err := i.Read(secretPath)
	Must(i.t, err)
	var secret struct{ Data Files }
	Must(i.t, json.Unmarshal(text, &secret))
	return secret.Data
}

// Trusted is every caBundle there is, without repetition.
func (i *Installation) Trusted() []string {
	i.t.Helper()
	var all []string
	for _, kind := range []string{"mutating", "validating"} {
		text, err := i.Read(registrations + kind + "webhookconfigurations/admission.sparkgate.dev")
		Must(i.t, err)
		var configuration struct {
			Webhooks []struct{ ClientConfig struct{ CABundle []byte } }
		}
		Must(i.t, json.Unmarshal(text, &configuration))
		for _, one := range configuration.Webhooks {
			all = append(all, string(one.ClientConfig.CABundle))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Settled fails unless one CA is trusted by all, the Secret has its pair and no other, and every server shows it.
// It gives the CA.
func (i *Installation) Settled() string {
	i.t.Helper()
	secret := i.Secret()
	if names := slices.Sorted(maps.Keys(secret)); !slices.Equal(names, []string{"ca.crt", "tls.crt", "tls.key"}) {
		i.t.Errorf("the Secret holds %q", names)
	}
	ca := string(secret["ca.crt"])
	if trusted := i.Trusted(); !slices.Equal(trusted, []string{ca}) {
		i.t.Errorf("trusted are %q, the CA is %q", trusted, ca)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(ca))
	block, _ := pem.Decode(secret["tls.crt"])
	leaf, err := x509.ParseCertificate(block.Bytes)
	Must(i.t, err)
	if _, err := leaf.Verify(x509.VerifyOptions{DNSName: Service, Roots: roots}); err != nil {
		i.t.Error(err)
	}
	for _, server := range i.servers {
		Eventually(i.t, "the certificate of the Secret", func() bool { return bytes.Equal(server.Served(), secret["tls.crt"]) })
	}
	return ca
}

// Port of the Service.
func (i *Installation) Port() int {
	_, text, err := net.SplitHostPort(i.Balancer.Address)
	Must(i.t, err)
	port, err := strconv.Atoi(text)
	Must(i.t, err)
	return port
}
