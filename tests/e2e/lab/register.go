package lab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// What kube-apiserver calls. The certificate is made for it before the manifests are rendered, so the names
// stand here too; apply fails when the manifests say something else.
const (
	serviceName      = "sparkgate"
	serviceNamespace = "sparkgate-system"
)

// registration is what an operator applies, as far as kube-apiserver calls the webhook because of it.
type registration struct {
	Namespace  corev1.Namespace
	Service    corev1.Service
	Mutating   admissionregistrationv1.MutatingWebhookConfiguration
	Validating admissionregistrationv1.ValidatingWebhookConfiguration
}

// readRegistration takes the objects from `kubectl kustomize manifests/`, rendered with the certificates in
// `certs`: the caBundle is the one that an operator would get.
func (c *ControlPlane) readRegistration(ctx context.Context, paths Paths, certs, work string) (*registration, error) {
	copied := filepath.Join(work, filepath.Base(paths.Manifests))
	err := errors.Join(
		os.CopyFS(copied, os.DirFS(paths.Manifests)),
		os.CopyFS(filepath.Join(work, filepath.Base(paths.Shipped)), os.DirFS(paths.Shipped)),
		os.RemoveAll(filepath.Join(copied, "tls")),
		os.CopyFS(filepath.Join(copied, "tls"), os.DirFS(certs)))
	if err != nil {
		return nil, err
	}
	text, err := c.KubectlAs(ctx, "admin", "", "kustomize", copied)
	if err != nil {
		return nil, err
	}
	return parseRegistration(text)
}

func parseRegistration(text string) (*registration, error) {
	out := &registration{}
	wanted := map[string]any{
		"Namespace": &out.Namespace, "Service": &out.Service,
		"MutatingWebhookConfiguration": &out.Mutating, "ValidatingWebhookConfiguration": &out.Validating,
	}
	for documents := yaml.NewYAMLToJSONDecoder(strings.NewReader(text)); ; {
		var document json.RawMessage
		if err := documents.Decode(&document); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		var kind metav1.TypeMeta
		if err := json.Unmarshal(document, &kind); err != nil {
			return nil, err
		}
		if into, ok := wanted[kind.Kind]; ok {
			if err := json.Unmarshal(document, into); err != nil {
				return nil, err
			}
			delete(wanted, kind.Kind)
		}
	}
	for kind := range wanted {
		return nil, fmt.Errorf("the manifests have no %s", kind)
	}
	return out, nil
}

// apply registers both configurations. Only two things differ from the manifests: no proxy makes ClusterIPs
// lead anywhere here, so the Service is a name for localhost, and its port is the server's own.
func (r *registration) apply(ctx context.Context, c *ControlPlane, port int32) error {
	if r.Service.Name != serviceName || r.Service.Namespace != serviceNamespace {
		return fmt.Errorf("the manifests' Service is %s/%s, not %s/%s",
			r.Service.Namespace, r.Service.Name, serviceNamespace, serviceName)
	}
	r.Service.Spec = corev1.ServiceSpec{Type: corev1.ServiceTypeExternalName, ExternalName: "localhost"}
	for i := range r.Mutating.Webhooks {
		r.Mutating.Webhooks[i].ClientConfig.Service.Port = &port
	}
	for i := range r.Validating.Webhooks {
		r.Validating.Webhooks[i].ClientConfig.Service.Port = &port
	}
	for _, object := range []any{r.Namespace, r.Service, r.Mutating, r.Validating} {
		text, err := json.Marshal(object)
		if err != nil {
			return err
		}
		if _, err := c.KubectlAs(ctx, "admin", string(text), "create", "--filename=-"); err != nil {
			return err
		}
	}
	return nil
}
