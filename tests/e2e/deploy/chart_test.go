package deploy

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
)

// release is the chart as an installation: what helm would send is adapted by a post-renderer, as the kustomizations are.
type release struct {
	*installation
	program string
}

// renderer is called with what the chart made on stdin.
const renderer = `#!/bin/sh
cd %q && cat >chart.yaml && exec %q kustomize .
`

func chart(t *testing.T, c *cluster) *release {
	t.Helper()
	i := prepare(t, c, "manifests/base")
	text, err := os.ReadFile(filepath.Join(i.folder, "kustomization.yaml"))
	must(t, err)
	adapted := strings.Replace(string(text), "../manifests/base", "chart.yaml", 1)
	must(t, errors.Join(
		os.WriteFile(filepath.Join(i.folder, "kustomization.yaml"), []byte(adapted), 0o600),
		os.WriteFile(filepath.Join(i.folder, "adapt"), fmt.Appendf(nil, renderer, i.folder, c.Kubectl), 0o700)))
	r := &release{installation: i, program: tool(t, i, "helm")}
	must(t, os.WriteFile(filepath.Join(i.folder, "chart.yaml"), []byte(r.template(t, "replicas=2")), 0o600))
	t.Cleanup(func() { i.takeAway(t) })
	return r
}

// helm as admin, in the namespace of the installation; what it printed.
func (r *release) helm(t *testing.T, args ...string) string {
	t.Helper()
	return run(t, lab.Command{Program: r.program, Args: append(args, "--namespace", namespace),
		Env: []string{"KUBECONFIG=" + r.Kubeconfigs["admin"], "HOME=" + r.home}})
}

// put installs or upgrades to these values.
func (r *release) put(t *testing.T, command string, settings ...string) {
	t.Helper()
	args := []string{command, "sparkgate", filepath.Join(r.folder, "..", "manifests", "chart"),
		"--post-renderer", filepath.Join(r.folder, "adapt")}
	r.helm(t, append(args, settings...)...)
}

// An upgrade and a rollback keep the certificate and the CA that the API server trusts.
func TestTheChartIsInstalledUpgradedAndRemoved(t *testing.T) {
	r := chart(t, theCluster(t))
	r.put(t, "install", "--create-namespace")
	r.kubectl(t, "label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted")
	r.expectPodsAdmitted(t)
	r.rotate(t)
	s := r.runServer(t)
	r.expectDecided(t)

	before := r.certificates(t)
	r.put(t, "upgrade", "--set", "enforceExecutors=true,prometheus.enabled=true")
	r.expectCertificates(t, before)
	r.expectDecided(t)
	s.stop()
	r.expectFailedCall(t, "executor", "executors.validate")

	r.helm(t, "rollback", "sparkgate", "1")
	r.expectCertificates(t, before)
	r.expectCreatable(t, "executor")

	r.kubectl(t, "delete", configurations, "admission.sparkgate.dev")
	r.put(t, "upgrade", "--reset-then-reuse-values")
	r.kubectl(t, "get", configurations, "admission.sparkgate.dev")
	r.helm(t, "uninstall", "sparkgate")
	r.expectCreatable(t, "driver")
	r.kubectl(t, "get", "priorityclass", "spark-driver", "spark-executor")
}

// Whatever the values say, the API server takes it.
func TestWhatTheChartMakesIsAccepted(t *testing.T) {
	r := chart(t, theCluster(t))
	r.kubectl(t, "create", "namespace", namespace)
	for _, values := range []string{"certificate.source=self-signed", "certificate.source=cert-manager",
		"certificate.source=secret,certificate.caBundle=" + r.caBundle(t), "enforceExecutors=true", "allPods=true",
		"clientCertificates.enabled=true", "prometheus.enabled=true", "excludeNamespaces={monitoring}"} {
		_, err := r.KubectlAs(within(t, time.Minute), "admin", r.template(t, values),
			"apply", "--server-side", "--dry-run=server", "--filename=-")
		must(t, err)
	}
}

// template is what the chart makes of these values, without a cluster.
func (r *release) template(t *testing.T, values string) string {
	t.Helper()
	made, err := lab.Run(within(t, time.Minute), lab.Command{Program: r.program, Args: []string{"template", "sparkgate",
		filepath.Join(r.folder, "..", "manifests", "chart"), "--namespace", namespace, "--set", values}})
	must(t, err)
	if made.Exit != 0 {
		t.Fatal(made.Output)
	}
	return made.Stdout
}

func (r *release) caBundle(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(r.certs, "ca-bundle.txt"))
	must(t, err)
	return strings.TrimSpace(string(text))
}
