package kube

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	jsoniter "github.com/json-iterator/go"
	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/core/install" // the defaults of v1
	kjson "sigs.k8s.io/json"
)

// Patch is what kube-apiserver does with a patch; the library and its version are kube-apiserver's. It returns the
// number of operations, too.
func Patch(pod, patch []byte) ([]byte, int, error) {
	if len(patch) == 0 {
		return pod, 0, nil
	}
	if trimmed := bytes.TrimSpace(patch); trimmed[0] != '[' {
		return nil, 0, fmt.Errorf("the patch is not an array: %.40s", trimmed)
	}
	operations, err := jsonpatch.DecodePatch(patch)
	if err != nil {
		return nil, 0, fmt.Errorf("undecodable patch: %w", err)
	}
	changed, err := operations.Apply(pod)
	if err != nil {
		return nil, 0, fmt.Errorf("the patch does not apply: %w", err)
	}
	return changed, len(operations), nil
}

// Apply is Patch for sound pods: it refuses what does not decode, and a patch that changes nothing.
func Apply(pod, patch []byte) ([]byte, int, error) {
	changed, operations, err := Patch(pod, patch)
	if err != nil || len(patch) == 0 {
		return changed, operations, err
	}
	same, err := samePod(pod, changed)
	if err == nil && same {
		err = fmt.Errorf("a patch that changes nothing: %s", patch)
	}
	return changed, operations, err
}

func samePod(a, b []byte) (bool, error) {
	before, err := DecodePod(a)
	if err != nil {
		return false, fmt.Errorf("before the patch: %w", err)
	}
	after, err := DecodePod(b)
	if err != nil {
		return false, fmt.Errorf("after the patch: %w", err)
	}
	return equality.Semantic.DeepEqual(before, after), nil
}

var podKind = corev1.SchemeGroupVersion.WithKind("Pod")

// DecodePod refuses unknown and duplicate members: kube-apiserver drops them without a word. The pod gets
// the defaults of v1, as after each webhook.
func DecodePod(text []byte) (*corev1.Pod, error) {
	pod := &corev1.Pod{}
	strictly, err := kjson.UnmarshalStrict(text, pod)
	if err := errors.Join(append(strictly, err)...); err != nil {
		return nil, err
	}
	return withDefaults(pod)
}

// What was an object says no member twice, and is read in less than half the time.
var (
	loose  = jsoniter.Config{CaseSensitive: true}.Froze()
	strict = jsoniter.Config{CaseSensitive: true, DisallowUnknownFields: true}.Froze()
)

// DecodeMade is DecodePod for the text of an object.
func DecodeMade(text []byte) (*corev1.Pod, error) {
	pod := &corev1.Pod{}
	if err := strict.Unmarshal(text, pod); err != nil {
		return nil, err
	}
	return withDefaults(pod)
}

// ReadMade is what a v1 Pod knows of the text of an object, without defaults.
func ReadMade(text []byte) (*corev1.Pod, error) {
	pod := &corev1.Pod{}
	return pod, loose.Unmarshal(text, pod)
}

func withDefaults(pod *corev1.Pod) (*corev1.Pod, error) {
	if kind := pod.GroupVersionKind(); kind != podKind {
		return nil, fmt.Errorf("the object is %v, not a v1 Pod", kind)
	}
	legacyscheme.Scheme.Default(pod)
	return pod, nil
}

// EncodePod is what a webhook is sent.
func EncodePod(pod *corev1.Pod) ([]byte, error) { return json.Marshal(pod) }
