package deploy

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// special is what an overlay promises beside what all do.
var special = map[string]func(t *testing.T, i *installation, s *server){
	"self-signed": func(t *testing.T, i *installation, s *server) {
		expectNoMoreRights(t, i.as(t, "sparkgate-certs"))
		s.stop()
		i.expectFailedCall(t, "driver", "drivers.validate")
		i.expectCreatable(t, "executor")
	},
	"enforce-executors": func(t *testing.T, i *installation, s *server) {
		s.stop()
		i.expectFailedCall(t, "executor", "executors.validate")
		i.expectCreatable(t, "")
	},
	"ignore-failures": func(t *testing.T, i *installation, s *server) {
		s.stop()
		i.expectCreatable(t, "driver")
	},
	"all-pods": func(t *testing.T, i *installation, _ *server) {
		eventually(t, func() string {
			if _, err := i.try(within(t, time.Minute), "", goodImage); err != nil {
				return err.Error()
			}
			for _, webhook := range []string{"all-pods.mutate", "all-pods.validate"} {
				if !strings.Contains(i.kubectl(t, "get", "--raw", "/metrics"),
					`apiserver_admission_webhook_request_total{code="200",name="`+webhook+`.sparkgate.dev"`) {
					return webhook + " was not called"
				}
			}
			return ""
		})
	},
	"mtls": func(t *testing.T, i *installation, _ *server) {
		if answer, err := i.stranger(t); err == nil {
			t.Errorf("a stranger without a certificate heard %q", answer)
		}
	},
}

// Whatever stands in manifests/ to be applied is applied, twice; its pods are admitted where they are to run; the
// server that it describes decides; and it goes without anybody noticing.
func TestInstallations(t *testing.T) {
	overlays, err := filepath.Glob("../../manifests/overlays/*/kustomization.yaml")
	must(t, err)
	if len(overlays) != 7 {
		t.Fatalf("%d overlays", len(overlays))
	}
	for _, kustomization := range append(overlays, "../../manifests/kustomization.yaml") {
		folder := filepath.Dir(strings.TrimPrefix(kustomization, "../../"))
		t.Run(filepath.Base(folder), func(t *testing.T) {
			i := install(t, theCluster(t), folder)
			i.expectPodsAdmitted(t)
			i.bringCertificates(t, filepath.Base(folder))
			s := i.runServer(t)
			i.expectDecided(t)
			i.expectSettled(t)
			if promise := special[filepath.Base(folder)]; promise != nil {
				promise(t, i, s)
			}
			s.stop()
			i.uninstall(t)
			i.expectCreatable(t, "driver")
			i.expectCreatable(t, "executor")
		})
	}
}

// The base lacks the certificate, and nothing else.
func TestTheBaseIsAccepted(t *testing.T) {
	i := install(t, theCluster(t), "manifests/base")
	i.expectPodsAdmitted(t)
	i.expectSettled(t)
}

// bringCertificates plays whoever brings them in a cluster, and puts there what the overlay leaves to a person.
func (i *installation) bringCertificates(t *testing.T, overlay string) {
	t.Helper()
	switch overlay {
	case "manifests": // they are files
	case "cert-manager":
		i.kubectl(t, "-n", namespace, "create", "secret", "generic", "sparkgate-tls")
		i.certify(t, i.Admin)
	default:
		i.rotate(t)
	}
	if overlay == "mtls" {
		i.kubectl(t, "-n", namespace, "create", "configmap", "sparkgate-client-ca", "--from-file=ca.crt="+i.clientCA)
		t.Cleanup(func() { i.kubectl(t, "-n", namespace, "delete", "configmap", "sparkgate-client-ca") })
	}
}

// expectPodsAdmitted creates a pod of every template, in dry run: the namespace is Pod Security's `restricted`.
func (i *installation) expectPodsAdmitted(t *testing.T) {
	t.Helper()
	ctx, all := within(t, time.Minute), metav1.ListOptions{}
	deployments, err := i.Admin.AppsV1().Deployments(namespace).List(ctx, all)
	must(t, err)
	jobs, err := i.Admin.BatchV1().Jobs(namespace).List(ctx, all)
	must(t, err)
	cronJobs, err := i.Admin.BatchV1().CronJobs(namespace).List(ctx, all)
	must(t, err)
	var templates []corev1.PodTemplateSpec
	for _, item := range deployments.Items {
		templates = append(templates, item.Spec.Template)
	}
	for _, item := range jobs.Items {
		templates = append(templates, item.Spec.Template)
	}
	for _, item := range cronJobs.Items {
		templates = append(templates, item.Spec.JobTemplate.Spec.Template)
	}
	for _, template := range templates {
		must(t, i.createInDryRun(t, template))
	}
	templates[0].Spec.SecurityContext.RunAsNonRoot = nil
	if err := i.createInDryRun(t, templates[0]); !apierrors.IsForbidden(err) {
		t.Errorf("a pod that may run as root: %v", err)
	}
}

func (i *installation) createInDryRun(t *testing.T, template corev1.PodTemplateSpec) error {
	pod := &corev1.Pod{ObjectMeta: template.ObjectMeta, Spec: template.Spec}
	pod.GenerateName = "try-"
	options := metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}
	_, err := i.Admin.CoreV1().Pods(namespace).Create(within(t, time.Minute), pod, options)
	return err
}
