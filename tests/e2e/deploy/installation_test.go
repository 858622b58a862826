package deploy

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"sparkgate.dev/e2e/lab"
)

const namespace = "sparkgate-system"

// installation is one of the kustomizations in manifests/, applied. Two things differ: no proxy makes ClusterIPs lead
// anywhere here, so the Service is a name for localhost, and its port is the server's own.
type installation struct {
	*cluster
	folder string // of the kustomization that is applied
	certs  string // ca.crt, tls.crt, tls.key by `sparkgate certs init`
}

const adapted = `resources: [../%s]
patches:
- target: {kind: Service, name: sparkgate}
  patch: |
    - {op: replace, path: /spec, value: {type: ExternalName, externalName: localhost}}
- target: {kind: MutatingWebhookConfiguration}
  patch: |%s
- target: {kind: ValidatingWebhookConfiguration}
  patch: |%s
`

// prepare copies the tree, for kustomize reads nothing above its root, and writes the adapted kustomization.
func prepare(t *testing.T, c *cluster, kustomization string) *installation {
	t.Helper()
	root, err := os.MkdirTemp(c.home, "tree-")
	must(t, err)
	i := &installation{cluster: c, folder: filepath.Join(root, "adapted"), certs: filepath.Join(root, "manifests", "tls")}
	must(t, errors.Join(
		os.CopyFS(filepath.Join(root, "manifests"), os.DirFS(c.paths.Manifests)),
		os.CopyFS(filepath.Join(root, "policies"), os.DirFS(c.paths.Shipped)),
		os.RemoveAll(i.certs), os.Mkdir(i.folder, 0o755)))
	run(t, lab.Command{Program: c.paths.Sparkgate, Args: []string{
		"certs", "init", "--service", "sparkgate", "--namespace", namespace, "--out", i.certs}})
	text := fmt.Sprintf(adapted, kustomization, ports(3, c.port), ports(4, c.port))
	must(t, os.WriteFile(filepath.Join(i.folder, "kustomization.yaml"), []byte(text), 0o600))
	return i
}

func ports(webhooks, port int) string {
	var out strings.Builder
	for n := range webhooks {
		fmt.Fprintf(&out, "\n    - {op: replace, path: /webhooks/%d/clientConfig/service/port, value: %d}", n, port)
	}
	return out.String()
}

// install applies all of it; the test's end takes it away again.
func install(t *testing.T, c *cluster, kustomization string) *installation {
	t.Helper()
	i := prepare(t, c, kustomization)
	t.Cleanup(func() { i.takeAway(t) })
	i.kubectl(t, "apply", "-k", i.folder)
	return i
}

// expectSettled applies once more: nothing changes. kubectl says "configured" for budgets and wrapped base64
// nevertheless; the version of what is stored tells.
func (i *installation) expectSettled(t *testing.T) {
	t.Helper()
	versions := func() string {
		return i.kubectl(t, "get", "-k", i.folder, "-o",
			`jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.resourceVersion}{"\n"}{end}`)
	}
	before := versions()
	i.kubectl(t, "apply", "-k", i.folder)
	if after := versions(); after != before {
		t.Errorf("applied a second time:\n%s\nwas\n%s", after, before)
	}
}

// uninstall as the documents say.
func (i *installation) uninstall(t *testing.T) {
	t.Helper()
	run(t, lab.Command{Program: filepath.Join(i.paths.Manifests, "uninstall"), Env: []string{
		"PATH=" + filepath.Dir(i.Kubectl) + ":" + os.Getenv("PATH"), "KUBECONFIG=" + i.Kubeconfigs["admin"],
		"HOME=" + i.home}})
}

// takeAway does what the controllers of a cluster do after `uninstall`: the namespace ends with all that is in it.
func (i *installation) takeAway(t *testing.T) {
	i.uninstall(t)
	i.kubectl(t, "delete", "-k", i.folder, "--ignore-not-found", "--wait=false")
	ctx := within(t, time.Minute)
	left, err := i.Admin.CoreV1().Namespaces().Get(ctx, namespace, metav1.GetOptions{})
	must(t, err)
	left.Spec.Finalizers = []corev1.FinalizerName{}
	_, err = i.Admin.CoreV1().Namespaces().Finalize(ctx, left, metav1.UpdateOptions{})
	must(t, err)
}
