package deploy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// writeClientIdentity makes a CA and the certificate that the API server shows, and puts the files of
// manifests/components/mtls/apiserver beside them, with their paths and our port, which is not 443. It gives the
// AdmissionConfiguration.
func (c *cluster) writeClientIdentity() (string, error) {
	folder := filepath.Join(c.home, "apiserver")
	c.clientCA = filepath.Join(folder, "ca.crt")
	samples := filepath.Join(c.paths.Manifests, "components", "mtls", "apiserver")
	err := errors.Join(os.CopyFS(folder, os.DirFS(samples)), issueClient(folder, "kube-apiserver"))
	for _, name := range []string{"admission.yaml", "kubeconfig.yaml"} {
		text, readErr := os.ReadFile(filepath.Join(folder, name))
		moved := strings.NewReplacer("/etc/kubernetes/sparkgate", folder,
			"sparkgate-system.svc", fmt.Sprintf("sparkgate-system.svc:%d", c.port)).Replace(string(text))
		err = errors.Join(err, readErr, os.WriteFile(filepath.Join(folder, name), []byte(moved), 0o600))
	}
	return filepath.Join(folder, "admission.yaml"), err
}

// issueClient writes ca.crt, client.crt and client.key.
func issueClient(folder, name string) error {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	ca := certificate("clients of webhooks")
	ca.IsCA, ca.BasicConstraintsValid, ca.KeyUsage = true, true, x509.KeyUsageCertSign
	client := certificate(name)
	client.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return err
	}
	clientDER, err := x509.CreateCertificate(rand.Reader, client, ca, &key.PublicKey, caKey)
	if err != nil {
		return err
	}
	keyDER, err := x509.MarshalECPrivateKey(key)
	write := func(file, kind string, der []byte) error {
		return os.WriteFile(filepath.Join(folder, file), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
	}
	return errors.Join(err, write("ca.crt", "CERTIFICATE", caDER), write("client.crt", "CERTIFICATE", clientDER),
		write("client.key", "EC PRIVATE KEY", keyDER))
}

func certificate(name string) *x509.Certificate {
	return &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour)}
}
