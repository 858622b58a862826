package kube

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	genericrequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/capabilities"
	registry "k8s.io/kubernetes/pkg/registry/core/pod"
)

// Clusters run kube-apiserver with --allow-privileged.
func init() { capabilities.Setup(true, 0) }

// ValidateCreate runs what stands between the mutating webhooks and the store in kube-apiserver.
// The pod itself is not touched.
func ValidateCreate(pod *corev1.Pod, namespace string) error {
	var internal core.Pod
	if err := legacyscheme.Scheme.Convert(pod.DeepCopy(), &internal, nil); err != nil {
		return err
	}
	if internal.Name == "" {
		internal.Name = registry.Strategy.GenerateName(internal.GenerateName)
	}
	if !metav1.HasObjectMetaSystemFieldValues(&internal) {
		rest.FillObjectMetaSystemFields(&internal)
	}
	ctx := genericrequest.WithNamespace(context.Background(), namespace)
	if err := rest.BeforeCreate(registry.Strategy, ctx, &internal); err != nil {
		return fmt.Errorf("kubernetes refuses the pod: %w", err)
	}
	return nil
}
