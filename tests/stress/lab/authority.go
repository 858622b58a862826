package lab

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"sync/atomic"
	"testing"
	"time"
)

// Service is the name that kube-apiserver asks for.
const Service = "sparkgate.sparkgate-system.svc"

// Authority is a CA of P-256 that lives for a day.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	Pair        Pair
	t           testing.TB
}

// Pair is a certificate and its key, PEM.
type Pair struct{ Certificate, Key []byte }

// Files as a Secret of type kubernetes.io/tls has them.
func (p Pair) Files() Files { return Files{"tls.crt": p.Certificate, "tls.key": p.Key} }

var serial atomic.Int64

func NewAuthority(t testing.TB) *Authority {
	t.Helper()
	a := &Authority{t: t}
	template := named("the CA of a test")
	template.IsCA, template.KeyUsage = true, x509.KeyUsageCertSign
	a.certificate, a.key = template, newKey(t)
	a.Pair = a.sign(template, a.key)
	var err error
	block, _ := pem.Decode(a.Pair.Certificate)
	a.certificate, err = x509.ParseCertificate(block.Bytes)
	Must(t, err)
	return a
}

// Issue makes a pair for the Service and 127.0.0.1; `changes` are made to it before it is signed.
func (a *Authority) Issue(changes ...func(*x509.Certificate)) Pair {
	a.t.Helper()
	template := named(Service)
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	template.DNSNames, template.IPAddresses = []string{Service}, []net.IP{net.IPv4(127, 0, 0, 1)}
	for _, change := range changes {
		change(template)
	}
	return a.sign(template, newKey(a.t))
}

// Roots is what a client trusts that knows this CA only.
func (a *Authority) Roots() *x509.CertPool {
	roots := x509.NewCertPool()
	roots.AddCert(a.certificate)
	return roots
}

func (a *Authority) sign(template *x509.Certificate, key *ecdsa.PrivateKey) Pair {
	a.t.Helper()
	certificate, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	Must(a.t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	Must(a.t, err)
	return Pair{pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})}
}

func named(name string) *x509.Certificate {
	return &x509.Certificate{SerialNumber: big.NewInt(serial.Add(1)), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-10 * time.Minute), NotAfter: time.Now().Add(24 * time.Hour), BasicConstraintsValid: true}
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	Must(t, err)
	return key
}
