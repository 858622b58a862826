package kube

import (
	"context"
	"errors"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission"
	feature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/informers"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/plugin/pkg/admission/defaulttolerationseconds"
	"k8s.io/kubernetes/plugin/pkg/admission/priority"
	"k8s.io/kubernetes/plugin/pkg/admission/serviceaccount"
)

// Namespace is the one that the in-tree plug-ins of a Server know; pods of others are taken for pods of this one.
const Namespace = "jobs"

// Accounts and Classes are what exists in a Server: pods that name another are refused.
var (
	Accounts = []string{"default", "spark", "etl"}
	Classes  = []string{"high", "low", "patient"}
)

// Server does what kube-apiserver does to a new pod around its webhooks, with the plug-ins that it has by default
// and that change pods.
type Server struct{ plugins []admission.MutationInterface }

// NewServer has Accounts and Classes and nothing else.
func NewServer() *Server {
	factory := informers.NewSharedInformerFactory(nil, 0) // never started: what exists is put in by hand
	accounts := factory.Core().V1().ServiceAccounts().Informer().GetIndexer()
	for _, name := range Accounts {
		accounts.Add(&corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: Namespace, Name: name}})
	}
	classes := factory.Scheduling().V1().PriorityClasses().Informer().GetIndexer()
	never := corev1.PreemptNever
	for i, name := range Classes {
		class := schedulingv1.PriorityClass{ObjectMeta: metav1.ObjectMeta{Name: name}, Value: int32(100 * (i + 1))}
		if name == "patient" {
			class.PreemptionPolicy = &never
		}
		classes.Add(&class)
	}
	ready := func() bool { return true }
	account, class := serviceaccount.NewServiceAccount(), priority.NewPlugin()
	toleration := defaulttolerationseconds.NewDefaultTolerationSeconds()
	toleration.InspectFeatureGates(feature.DefaultFeatureGate)
	account.SetExternalKubeInformerFactory(factory)
	account.SetReadyFunc(ready)
	class.SetExternalKubeInformerFactory(factory)
	class.SetReadyFunc(ready)
	return &Server{[]admission.MutationInterface{account, class, toleration}}
}

// Arrive is the pod as webhooks are sent it: defaults filled in, in-tree plug-ins asked. The argument is not changed.
func (s *Server) Arrive(pod *corev1.Pod) (*corev1.Pod, error) {
	pod = pod.DeepCopy()
	legacyscheme.Scheme.Default(pod)
	var internal core.Pod
	if err := legacyscheme.Scheme.Convert(pod, &internal, nil); err != nil {
		return nil, err
	}
	if err := exists(internal.Spec); err != nil {
		return nil, err
	}
	attributes := admission.NewAttributesRecord(&internal, nil, core.Kind("Pod").WithVersion(""), Namespace, internal.Name,
		core.Resource("pods").WithVersion(""), "", admission.Create, &metav1.CreateOptions{}, false, nil)
	for _, plugin := range s.plugins {
		if err := plugin.Admit(context.Background(), attributes, nil); err != nil {
			return nil, fmt.Errorf("kubernetes refuses the pod: %w", err)
		}
	}
	arrived := &corev1.Pod{TypeMeta: pod.TypeMeta}
	if err := legacyscheme.Scheme.Convert(&internal, arrived, nil); err != nil {
		return nil, err
	}
	return arrived, nil
}

// exists: the plug-ins would ask an API server about accounts and classes that they do not know.
func exists(spec core.PodSpec) error {
	if name := spec.ServiceAccountName; name != "" && !slices.Contains(Accounts, name) {
		return fmt.Errorf("serviceaccount %q not found", name)
	}
	if name := spec.PriorityClassName; name != "" && !slices.Contains(Classes, name) {
		return fmt.Errorf("no PriorityClass with name %s was found", name)
	}
	return nil
}

// Complaints are the fields that a refusal of ValidateCreate names; empty for other errors.
func Complaints(err error) []string {
	var fields []string
	for _, cause := range causes(err) {
		fields = append(fields, cause.Field)
	}
	return fields
}

// Causes are the sentences of a refusal of ValidateCreate; empty for other errors.
func Causes(err error) []string {
	var sentences []string
	for _, cause := range causes(err) {
		sentences = append(sentences, cause.Field+": "+cause.Message)
	}
	return sentences
}

func causes(err error) []metav1.StatusCause {
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil {
		return nil
	}
	return status.Status().Details.Causes
}
