package deploy

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"sparkgate.dev/e2e/lab"
)

const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "%s", certificate-authority: "%s"}}]
users: [{name: u, user: {token: "%s"}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
current-context: c
`

// rotate runs the container of the stored Job as a process here, with a token of its ServiceAccount.
func (i *installation) rotate(t *testing.T) string {
	t.Helper()
	jobs, err := i.Admin.BatchV1().Jobs(namespace).List(within(t, time.Minute), metav1.ListOptions{})
	must(t, err)
	pod := jobs.Items[0].Spec.Template.Spec
	made, err := i.Admin.CoreV1().ServiceAccounts(namespace).CreateToken(within(t, time.Minute), pod.ServiceAccountName,
		&authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	must(t, err)
	file := filepath.Join(i.home, "rotation.kubeconfig")
	must(t, os.WriteFile(file, fmt.Appendf(nil, kubeconfig, i.URL, i.CA, made.Status.Token), 0o600))
	if name := pod.Containers[0].Command[0]; filepath.Base(name) != "sparkgate" {
		t.Fatalf("the Job runs %s", name)
	}
	return run(t, lab.Command{Program: i.paths.Sparkgate, Args: append(pod.Containers[0].Args, "--kubeconfig", file)})
}
