package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// people are the users of the token file; jane is an ordinary Spark user.
var people = []struct{ name, user, groups string }{
	{"admin", "admin", "system:masters"},
	{"jane", "jane@corp.example", "data-engineers,spark-users"},
}

const kubeconfig = `apiVersion: v1
kind: Config
clusters:
- name: test
  cluster: {server: "%s", certificate-authority: "%s"}
users:
- name: %[3]s
  user: {token: "%[4]s"}
contexts:
- name: test
  context: {cluster: test, user: %[3]s}
current-context: test
`

// writeIdentities makes the key of service accounts, a token for each person, and their kubeconfigs.
func (a *access) writeIdentities(dir string) error {
	if err := writeKey(filepath.Join(dir, "sa.key")); err != nil {
		return err
	}
	a.Tokens, a.Kubeconfigs = map[string]string{}, map[string]string{}
	var lines strings.Builder
	for _, who := range people {
		token := randomToken()
		a.Tokens[who.name] = token
		fmt.Fprintf(&lines, "%s,%s,%s-uid,\"%s\"\n", token, who.user, who.name, who.groups)
		a.Kubeconfigs[who.name] = filepath.Join(dir, who.name+".kubeconfig")
		text := fmt.Sprintf(kubeconfig, a.URL, a.CA, who.name, token)
		if err := os.WriteFile(a.Kubeconfigs[who.name], []byte(text), 0o600); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "tokens.csv"), []byte(lines.String()), 0o600)
}

func randomToken() string {
	bytes := make([]byte, 16)
	_, _ = rand.Read(bytes) // never fails: crypto/rand
	return hex.EncodeToString(bytes)
}

func writeKey(path string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), 0o600)
}
