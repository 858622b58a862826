package deploy

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// as is a client with a token of the service account.
func (i *installation) as(t *testing.T, account string) kubernetes.Interface {
	t.Helper()
	made, err := i.Admin.CoreV1().ServiceAccounts(namespace).CreateToken(within(t, time.Minute), account,
		&authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	must(t, err)
	admin, err := clientcmd.BuildConfigFromFlags("", i.Kubeconfigs["admin"])
	must(t, err)
	client, err := kubernetes.NewForConfig(&rest.Config{Host: admin.Host, TLSClientConfig: admin.TLSClientConfig,
		BearerToken: made.Status.Token})
	must(t, err)
	return client
}

// certify does with these rights what cert-manager does: the Secret gets a certificate, every webhook the CA.
func (i *installation) certify(t *testing.T, client kubernetes.Interface) {
	t.Helper()
	ctx := within(t, time.Minute)
	secret, err := client.CoreV1().Secrets(namespace).Get(ctx, "sparkgate-tls", metav1.GetOptions{})
	must(t, err)
	secret.Data = map[string][]byte{}
	for _, name := range []string{"ca.crt", "tls.crt", "tls.key"} {
		secret.Data[name], err = os.ReadFile(filepath.Join(i.certs, name))
		must(t, err)
	}
	_, err = client.CoreV1().Secrets(namespace).Update(ctx, secret, metav1.UpdateOptions{})
	must(t, err)
	i.trust(ctx, t, client, secret.Data["ca.crt"])
}

func (i *installation) trust(ctx context.Context, t *testing.T, client kubernetes.Interface, ca []byte) {
	t.Helper()
	registrations := client.AdmissionregistrationV1()
	mutating, err := registrations.MutatingWebhookConfigurations().Get(ctx, "admission.sparkgate.dev", metav1.GetOptions{})
	must(t, err)
	for n := range mutating.Webhooks {
		mutating.Webhooks[n].ClientConfig.CABundle = ca
	}
	_, err = registrations.MutatingWebhookConfigurations().Update(ctx, mutating, metav1.UpdateOptions{})
	must(t, err)
	validating, err := registrations.ValidatingWebhookConfigurations().Get(ctx, "admission.sparkgate.dev", metav1.GetOptions{})
	must(t, err)
	for n := range validating.Webhooks {
		validating.Webhooks[n].ClientConfig.CABundle = ca
	}
	_, err = registrations.ValidatingWebhookConfigurations().Update(ctx, validating, metav1.UpdateOptions{})
	must(t, err)
}

// expectNoMoreRights: one Secret and two configurations, by name, and no other verb.
func expectNoMoreRights(t *testing.T, client kubernetes.Interface) {
	t.Helper()
	ctx := within(t, time.Minute)
	secrets := client.CoreV1().Secrets(namespace)
	_, another := secrets.Get(ctx, "another", metav1.GetOptions{})
	_, list := secrets.List(ctx, metav1.ListOptions{})
	_, elsewhere := client.CoreV1().Secrets("spark-jobs").Get(ctx, "sparkgate-tls", metav1.GetOptions{})
	_, others := client.AdmissionregistrationV1().ValidatingWebhookConfigurations().Get(ctx, "another", metav1.GetOptions{})
	_, pods := client.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
	for what, err := range map[string]error{
		"another Secret": another, "the list of Secrets": list, "a Secret elsewhere": elsewhere,
		"another configuration": others, "pods": pods,
		"deletion": secrets.Delete(ctx, "sparkgate-tls", metav1.DeleteOptions{DryRun: []string{metav1.DryRunAll}}),
	} {
		if !apierrors.IsForbidden(err) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// certificates is what `sparkgate certs rotate` wrote.
func (i *installation) certificates(t *testing.T) string {
	t.Helper()
	return i.kubectl(t, "-n", namespace, "get", "secret", "sparkgate-tls", "-o", "jsonpath={.data}") +
		i.kubectl(t, "get", "mutatingwebhookconfigurations,validatingwebhookconfigurations", "-o",
			"jsonpath={.items[*].webhooks[*].clientConfig.caBundle}")
}

func (i *installation) expectCertificates(t *testing.T, before string) {
	t.Helper()
	if now := i.certificates(t); now != before || !strings.Contains(now, "tls.key") || strings.Count(now, "LS0t") < 10 {
		t.Errorf("the certificates are\n%s\nwere\n%s", now, before)
	}
}
